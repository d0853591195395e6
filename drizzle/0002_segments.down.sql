DROP TABLE "segments";
