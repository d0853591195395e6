CREATE TABLE "edge_reports" (
	"id" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "edge_reports_pkey" PRIMARY KEY("id")
);
--> statement-breakpoint
CREATE TABLE "edge_totals" (
	"environment_key" text NOT NULL,
	"name" text NOT NULL,
	"label" text NOT NULL,
	"total" bigint NOT NULL,
	CONSTRAINT "edge_totals_pkey" PRIMARY KEY("environment_key","name","label")
);
--> statement-breakpoint
CREATE TABLE "usage_organisations" (
	"environment_key" text NOT NULL,
	"organisation_id" text NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "usage_organisations_pkey" PRIMARY KEY("environment_key","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "feature_flag_usage_daily" (
	"day" date NOT NULL,
	"environment_key" text NOT NULL,
	"flag_key" text NOT NULL,
	"variant" text NOT NULL,
	"reason" text NOT NULL,
	"organisation_id" text DEFAULT '' NOT NULL,
	"evaluations" bigint NOT NULL,
	CONSTRAINT "feature_flag_usage_daily_pkey" PRIMARY KEY("environment_key","flag_key","day","variant","reason","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "edge_locations" (
	"environment_key" text NOT NULL,
	"location" text NOT NULL,
	"last_served_at" timestamp with time zone NOT NULL,
	CONSTRAINT "edge_locations_pkey" PRIMARY KEY("environment_key","location")
);
--> statement-breakpoint
CREATE TABLE "propagation_receipts" (
	"environment_key" text NOT NULL,
	"version" bigint NOT NULL,
	"location" text NOT NULL,
	"served_at" timestamp with time zone NOT NULL,
	CONSTRAINT "propagation_receipts_pkey" PRIMARY KEY("environment_key","version","location")
);
--> statement-breakpoint
CREATE TABLE "published_versions" (
	"environment_key" text NOT NULL,
	"version" bigint NOT NULL,
	"committed_at" timestamp with time zone NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "published_versions_pkey" PRIMARY KEY("environment_key","version")
);
--> statement-breakpoint
CREATE INDEX "edge_reports_received_at_idx" ON "edge_reports" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "feature_flag_usage_daily_day_idx" ON "feature_flag_usage_daily" USING btree ("day");