CREATE TYPE "public"."flag_kind" AS ENUM('boolean', 'string', 'number', 'json');--> statement-breakpoint
CREATE TYPE "public"."flag_status" AS ENUM('active', 'archived');--> statement-breakpoint
CREATE TABLE "environments" (
	"key" text NOT NULL,
	"name" text NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "environments_pkey" PRIMARY KEY("key")
);
--> statement-breakpoint
CREATE TABLE "feature_flag_environments" (
	"flag_key" text NOT NULL,
	"environment_key" text NOT NULL,
	"is_enabled" boolean DEFAULT false NOT NULL,
	"is_killed" boolean DEFAULT false NOT NULL,
	"rollout_percentage" numeric(6, 3) DEFAULT 100 NOT NULL,
	"split" jsonb NOT NULL,
	"rules" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"prerequisites" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"salt" text NOT NULL,
	"bucket_by" text DEFAULT 'user_id' NOT NULL,
	"revision" bigint DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "feature_flag_environments_pkey" PRIMARY KEY("environment_key","flag_key"),
	CONSTRAINT "feature_flag_environments_rollout_check" CHECK ("feature_flag_environments"."rollout_percentage" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "feature_flags" (
	"key" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"kind" "flag_kind" NOT NULL,
	"variants" jsonb NOT NULL,
	"off_variant" text NOT NULL,
	"tags" text[] DEFAULT '{}'::text[] NOT NULL,
	"owner" text,
	"critical" boolean DEFAULT false NOT NULL,
	"client_visible" boolean DEFAULT false NOT NULL,
	"permanent" boolean DEFAULT false NOT NULL,
	"status" "flag_status" DEFAULT 'active' NOT NULL,
	"revision" bigint DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "feature_flags_pkey" PRIMARY KEY("key"),
	CONSTRAINT "feature_flags_key_check" CHECK ("feature_flags"."key" ~ '^[a-z0-9][a-z0-9._-]{0,99}$')
);
--> statement-breakpoint
ALTER TABLE "feature_flag_environments" ADD CONSTRAINT "feature_flag_environments_flag_key_fkey" FOREIGN KEY ("flag_key") REFERENCES "public"."feature_flags"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feature_flag_environments" ADD CONSTRAINT "feature_flag_environments_environment_key_fkey" FOREIGN KEY ("environment_key") REFERENCES "public"."environments"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "feature_flag_environments_flag_key_idx" ON "feature_flag_environments" USING btree ("flag_key");--> statement-breakpoint
CREATE INDEX "feature_flags_status_idx" ON "feature_flags" USING btree ("status");