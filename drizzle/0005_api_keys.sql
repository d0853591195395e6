CREATE TYPE "public"."key_kind" AS ENUM('client', 'server', 'admin');--> statement-breakpoint
CREATE TYPE "public"."role" AS ENUM('viewer', 'editor', 'admin');--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text NOT NULL,
	"kind" "key_kind" NOT NULL,
	"name" text NOT NULL,
	"environment_key" text,
	"role" "role",
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"allowed_origins" text[] DEFAULT '{}'::text[] NOT NULL,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_keys_pkey" PRIMARY KEY("id"),
	CONSTRAINT "api_keys_hash_key" UNIQUE("hash"),
	CONSTRAINT "api_keys_scope_check" CHECK (("api_keys"."kind" = 'admin') = ("api_keys"."environment_key" is null) and ("api_keys"."kind" = 'admin') = ("api_keys"."role" is not null))
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_environment_key_fkey" FOREIGN KEY ("environment_key") REFERENCES "public"."environments"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_keys_environment_key_idx" ON "api_keys" USING btree ("environment_key");