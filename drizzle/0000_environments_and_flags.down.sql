DROP TABLE "feature_flag_environments";--> statement-breakpoint
DROP TABLE "feature_flags";--> statement-breakpoint
DROP TABLE "environments";--> statement-breakpoint
DROP TYPE "public"."flag_status";--> statement-breakpoint
DROP TYPE "public"."flag_kind";
