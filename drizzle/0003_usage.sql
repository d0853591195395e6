CREATE TABLE "feature_flag_usage" (
	"hour" timestamp with time zone NOT NULL,
	"environment_key" text NOT NULL,
	"flag_key" text NOT NULL,
	"variant" text NOT NULL,
	"reason" text NOT NULL,
	"organisation_id" text DEFAULT '' NOT NULL,
	"evaluations" bigint NOT NULL,
	CONSTRAINT "feature_flag_usage_pkey" PRIMARY KEY("environment_key","flag_key","hour","variant","reason","organisation_id")
);
--> statement-breakpoint
CREATE INDEX "feature_flag_usage_hour_idx" ON "feature_flag_usage" USING btree ("hour");