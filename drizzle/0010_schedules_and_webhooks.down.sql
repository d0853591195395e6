DROP TABLE "webhook_deliveries";--> statement-breakpoint
DROP TABLE "webhooks";--> statement-breakpoint
DROP TABLE "scheduled_changes";--> statement-breakpoint
DROP TYPE "delivery_status";--> statement-breakpoint
DROP TYPE "webhook_format";--> statement-breakpoint
DROP TYPE "schedule_status";