ALTER TABLE "feature_flags" DROP COLUMN "json_schema";
