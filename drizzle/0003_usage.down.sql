DROP TABLE "feature_flag_usage";
