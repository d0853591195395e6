DROP TABLE "invitations";--> statement-breakpoint
DROP TABLE "passkeys";--> statement-breakpoint
DROP TABLE "verifications";--> statement-breakpoint
DROP TABLE "accounts";--> statement-breakpoint
DROP TABLE "sessions";--> statement-breakpoint
DROP TABLE "members";