DROP TABLE "feature_flag_usage_daily";--> statement-breakpoint
DROP TABLE "usage_organisations";--> statement-breakpoint
DROP TABLE "edge_totals";--> statement-breakpoint
DROP TABLE "edge_reports";--> statement-breakpoint
DROP TABLE "edge_locations";--> statement-breakpoint
DROP TABLE "propagation_receipts";--> statement-breakpoint
DROP TABLE "published_versions";