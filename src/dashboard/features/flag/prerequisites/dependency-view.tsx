import { ScrollArea, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { allFlagsQuery } from '../../flags/flags-query.ts';
import type { FlagState } from '../flag-query.ts';
import { dependencyGraph, type GraphEdge, type GraphNode } from './dependency-graph.ts';

const box = { width: 190, height: 34, across: 270, down: 46 } as const;

/** What the flag needs, at its left, and what needs it, at its right; as it is saved. */
export function DependencyView({ state }: { readonly state: FlagState }) {
  const { data: flags } = useQuery(allFlagsQuery);
  const { flag: key, environment } = state;
  if (flags === undefined) return null;
  const { nodes, edges } = dependencyGraph({ flags, environment, key });
  if (nodes.length === 1) {
    return (
      <Text size="sm" c="dimmed">
        As it is saved, it needs no flag, and no flag needs it.
      </Text>
    );
  }
  const columns = nodes.map(({ column }) => column);
  const first = Math.min(...columns);
  const width = (Math.max(...columns) - first) * box.across + box.width + 4;
  const height = Math.max(...nodes.map(({ row }) => row + 1)) * box.down;
  const placeOf = (node: GraphNode) => ({
    x: (node.column - first) * box.across + 2,
    y: node.row * box.down + 4,
  });
  const byKey = new Map(nodes.map((node) => [node.key, placeOf(node)]));
  return (
    <ScrollArea type="auto">
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={edges.map(edgeText).join('; ')}
        className="dependencies"
      >
        {edges.map((edge) => (
          <Edge
            key={`${edge.from} ${edge.to}`}
            edge={edge}
            from={byKey.get(edge.from)}
            to={byKey.get(edge.to)}
          />
        ))}
        {nodes.map((node) => (
          <Node key={node.key} node={node} place={placeOf(node)} environment={environment} />
        ))}
      </svg>
    </ScrollArea>
  );
}

const edgeText = ({ from, to, variants }: GraphEdge): string =>
  `${to} needs ${from} to serve ${variants.join(' or ')}`;

interface Place {
  readonly x: number;
  readonly y: number;
}

interface EdgeProps {
  readonly edge: GraphEdge;
  readonly from: Place | undefined;
  readonly to: Place | undefined;
}

function Edge({ edge, from, to }: EdgeProps) {
  if (!from || !to) return null;
  const [x1, y1] = [from.x + box.width, from.y + box.height / 2];
  const [x2, y2] = [to.x, to.y + box.height / 2];
  const middle = (x1 + x2) / 2;
  return (
    <>
      <path
        d={`M ${x1} ${y1} C ${middle} ${y1}, ${middle} ${y2}, ${x2} ${y2}`}
        className="dependency"
        data-kind={edge.kind}
      />
      <text x={x1 + 6} y={y1 - 5} className="dependency-label">
        {shortened(edge.variants.join(', '), 12)}
      </text>
    </>
  );
}

interface NodeProps {
  readonly node: GraphNode;
  readonly place: Place;
  readonly environment: string;
}

function Node({ node, place, environment }: NodeProps) {
  const router = useRouter();
  const to = { to: '/flags/$key', params: { key: node.key }, search: { environment } } as never;
  return (
    <a
      href={router.buildLocation(to).href}
      onClick={(event) => {
        event.preventDefault();
        void router.navigate(to);
      }}
    >
      <rect
        {...place}
        width={box.width}
        height={box.height}
        rx={8}
        className="dependency-node"
        data-here={node.column === 0 || undefined}
      />
      <circle
        cx={place.x + 14}
        cy={place.y + box.height / 2}
        r={4}
        className="dependency-state"
        data-on={node.isOn || undefined}
      />
      <text x={place.x + 26} y={place.y + box.height / 2 + 4}>
        {shortened(node.key, 22)}
      </text>
      <title>{`${node.key}: ${node.isOn === undefined ? 'unknown' : node.isOn ? 'on' : 'off'}`}</title>
    </a>
  );
}

const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;
