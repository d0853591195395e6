ALTER TABLE "feature_flags" DROP COLUMN "stale_thresholds";--> statement-breakpoint
ALTER TABLE "environments" DROP COLUMN "revision";--> statement-breakpoint
ALTER TABLE "environments" DROP COLUMN "requires_signed_context";--> statement-breakpoint
ALTER TABLE "api_keys" DROP COLUMN "last_used_at";--> statement-breakpoint
ALTER TABLE "api_keys" DROP COLUMN "replaced_by";--> statement-breakpoint
ALTER TABLE "api_keys" DROP COLUMN "expires_at";--> statement-breakpoint
DROP TABLE "project_settings";--> statement-breakpoint
DROP TABLE "context_keys";