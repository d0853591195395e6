import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kvService } from './kv-service.ts';
import { queueService } from './queue-service.ts';
import type { Module, Worker } from './worker.ts';

/** Writes what workerd needs to serve a Worker into a folder; returns the configuration's path. */
export function writeConfiguration(folder: string, worker: Worker, date: string): string {
  const main = writeWorker(folder, { name: 'main', worker, date });
  const kv = worker.kv && writeWorker(folder, { name: 'kv', worker: kvService(worker.kv), date });
  const queue = worker.kv && writeWorker(folder, { name: 'queue', worker: queueService, date });
  const path = join(folder, 'config.capnp');
  writeFileSync(
    path,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ ${[main, kv, queue].filter((service) => service !== undefined).join(', ')} ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "main") ]
);
`,
  );
  return path;
}

interface Service {
  readonly name: string;
  readonly worker: Worker;
  readonly date: string;
}

function writeWorker(folder: string, { name, worker, date }: Service): string {
  const modules = worker.modules.map((module) => writeModule(folder, name, module));
  return `(name = "${name}", worker = (
    modules = [ ${modules.join(', ')} ],
    compatibilityDate = "${date}",
    bindings = [ ${worker.kv ? bindings(worker.version ?? 'bench') : ''} ]
  ))`;
}

function writeModule(folder: string, service: string, { name, source }: Module): string {
  const file = `${service}-${name}`;
  writeFileSync(join(folder, file), source);
  return `(name = "${name}", esModule = embed "${file}")`;
}

/** Those of `wrangler.toml`. */
const bindings = (version: string) =>
  [
    '(name = "SNAPSHOTS", kvNamespace = "kv")',
    '(name = "USAGE", queue = "queue")',
    '(name = "ENVIRONMENT", text = "production")',
    `(name = "VERSION", json = ${JSON.stringify(JSON.stringify({ id: version }))})`,
  ].join(', ');
