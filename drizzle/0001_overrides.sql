CREATE TYPE "public"."override_scope" AS ENUM('user', 'organisation');--> statement-breakpoint
CREATE TABLE "feature_flag_overrides" (
	"id" text NOT NULL,
	"environment_key" text NOT NULL,
	"flag_key" text NOT NULL,
	"scope" "override_scope" NOT NULL,
	"subject" text NOT NULL,
	"variant" text NOT NULL,
	"reason" text,
	"expires_at" timestamp with time zone,
	"revision" bigint DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "feature_flag_overrides_pkey" PRIMARY KEY("id"),
	CONSTRAINT "feature_flag_overrides_subject_key" UNIQUE("environment_key","flag_key","scope","subject")
);
--> statement-breakpoint
ALTER TABLE "feature_flag_overrides" ADD CONSTRAINT "feature_flag_overrides_flag_environment_fkey" FOREIGN KEY ("environment_key","flag_key") REFERENCES "public"."feature_flag_environments"("environment_key","flag_key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "feature_flag_overrides_scope_subject_idx" ON "feature_flag_overrides" USING btree ("scope","subject");