CREATE TABLE "context_keys" (
	"id" text NOT NULL,
	"environment_key" text NOT NULL,
	"name" text NOT NULL,
	"public_key" jsonb NOT NULL,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "context_keys_pkey" PRIMARY KEY("id")
);
--> statement-breakpoint
CREATE TABLE "project_settings" (
	"id" text DEFAULT 'project' NOT NULL,
	"unused_days" bigint NOT NULL,
	"rolled_out_days" bigint NOT NULL,
	"lifetime_days" bigint NOT NULL,
	"revision" bigint DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "project_settings_pkey" PRIMARY KEY("id"),
	CONSTRAINT "project_settings_id_check" CHECK ("project_settings"."id" = 'project')
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "replaced_by" text;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "last_used_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "requires_signed_context" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "revision" bigint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "feature_flags" ADD COLUMN "stale_thresholds" jsonb;--> statement-breakpoint
ALTER TABLE "context_keys" ADD CONSTRAINT "context_keys_environment_key_fkey" FOREIGN KEY ("environment_key") REFERENCES "public"."environments"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "context_keys_environment_key_idx" ON "context_keys" USING btree ("environment_key");