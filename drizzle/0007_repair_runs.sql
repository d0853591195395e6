CREATE TABLE "repair_runs" (
	"operation_id" text NOT NULL,
	"actor" text NOT NULL,
	"status" text NOT NULL,
	"result" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "repair_runs_pkey" PRIMARY KEY("operation_id")
);
--> statement-breakpoint
CREATE INDEX "repair_runs_created_at_idx" ON "repair_runs" USING btree ("created_at");