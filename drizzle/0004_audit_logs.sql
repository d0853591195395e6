CREATE TABLE "audit_logs" (
	"seq" bigint NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"address" text,
	"request_id" text NOT NULL,
	"action" text NOT NULL,
	"target" text NOT NULL,
	"environment_key" text,
	"before" jsonb,
	"after" jsonb,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_logs_pkey" PRIMARY KEY("seq"),
	CONSTRAINT "audit_logs_hash_key" UNIQUE("hash")
);
--> statement-breakpoint
CREATE INDEX "audit_logs_target_idx" ON "audit_logs" USING btree ("target","seq");--> statement-breakpoint
CREATE INDEX "audit_logs_occurred_at_idx" ON "audit_logs" USING btree ("occurred_at");