CREATE TABLE "finding_review" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" uuid NOT NULL,
	"sop_instance_uid" text NOT NULL,
	"workitem_id" text,
	"verdict" text NOT NULL,
	"tracking_uid" text,
	"their_tracking_uid" text,
	"center_mm" jsonb,
	"distance_mm" double precision,
	"long_axis_mm" double precision,
	"label" text,
	"observer" text,
	"at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identity_map" (
	"kind" text NOT NULL,
	"pseudonym" text NOT NULL,
	"original" text NOT NULL,
	"study_id" uuid NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "identity_map_kind_pseudonym_pk" PRIMARY KEY("kind","pseudonym")
);
--> statement-breakpoint
CREATE TABLE "sent_form" (
	"sop_instance_uid" text NOT NULL,
	"target" text NOT NULL,
	"digest" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "sent_form_sop_instance_uid_target_pk" PRIMARY KEY("sop_instance_uid","target")
);
--> statement-breakpoint
ALTER TABLE "output_object" ADD COLUMN "encoding" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "output_object" ADD COLUMN "verdicts" jsonb;--> statement-breakpoint
ALTER TABLE "finding_review" ADD CONSTRAINT "finding_review_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "finding_review" ADD CONSTRAINT "finding_review_workitem_id_workitem_id_fk" FOREIGN KEY ("workitem_id") REFERENCES "public"."workitem"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_map" ADD CONSTRAINT "identity_map_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sent_form" ADD CONSTRAINT "sent_form_sop_instance_uid_output_object_sop_instance_uid_fk" FOREIGN KEY ("sop_instance_uid") REFERENCES "public"."output_object"("sop_instance_uid") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "finding_review_study" ON "finding_review" USING btree ("study_id");--> statement-breakpoint
CREATE INDEX "identity_map_study" ON "identity_map" USING btree ("study_id");