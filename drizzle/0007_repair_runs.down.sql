DROP TABLE "repair_runs";
