ALTER TABLE "environments" DROP COLUMN "pinned_version";--> statement-breakpoint
DROP TABLE "snapshot_history";