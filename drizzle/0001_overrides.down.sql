DROP TABLE "feature_flag_overrides";--> statement-breakpoint
DROP TYPE "public"."override_scope";
