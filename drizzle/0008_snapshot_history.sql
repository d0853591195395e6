CREATE TABLE "snapshot_history" (
	"environment_key" text NOT NULL,
	"version" bigint NOT NULL,
	"last_version" bigint NOT NULL,
	"content" "bytea" NOT NULL,
	"checksum" text NOT NULL,
	"flags" bigint NOT NULL,
	"segments" bigint NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"audit_seq" bigint,
	CONSTRAINT "snapshot_history_pkey" PRIMARY KEY("environment_key","version")
);
--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "pinned_version" bigint;