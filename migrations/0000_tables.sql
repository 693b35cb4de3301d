CREATE TABLE "audit_entry" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"canonical" text NOT NULL,
	"previous_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"id" integer PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_head_one_row" CHECK ("audit_head"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "delivery" (
	"sop_instance_uid" text NOT NULL,
	"target" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"code" text,
	"detail" text,
	"warnings" text[] DEFAULT '{}'::text[] NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	"delivered_at" timestamp (6) with time zone,
	CONSTRAINT "delivery_sop_instance_uid_target_pk" PRIMARY KEY("sop_instance_uid","target")
);
--> statement-breakpoint
CREATE TABLE "finding" (
	"workitem_id" text NOT NULL,
	"ordinal" integer NOT NULL,
	"finding" jsonb NOT NULL,
	CONSTRAINT "finding_workitem_id_ordinal_pk" PRIMARY KEY("workitem_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "instance" (
	"sop_instance_uid" text PRIMARY KEY NOT NULL,
	"study_id" uuid NOT NULL,
	"series_id" uuid NOT NULL,
	"sop_class_uid" text NOT NULL,
	"transfer_syntax_uid" text NOT NULL,
	"instance_number" integer,
	"digest" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"role" text NOT NULL,
	"source" text NOT NULL,
	"facts" jsonb NOT NULL,
	"received_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "note" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"text" text NOT NULL,
	"study_instance_uid" text,
	"accession_number" text,
	"patient_id" text,
	"language" text,
	"target_language" text,
	"authored_at" timestamp (6) with time zone,
	"state" text NOT NULL,
	"code" text,
	"summary" jsonb,
	"created_at" timestamp (6) with time zone NOT NULL,
	"finished_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "output_object" (
	"sop_instance_uid" text PRIMARY KEY NOT NULL,
	"workitem_id" text,
	"note_id" uuid,
	"study_instance_uid" text NOT NULL,
	"series_instance_uid" text NOT NULL,
	"sop_class_uid" text NOT NULL,
	"kind" text NOT NULL,
	"instance_number" integer NOT NULL,
	"is_positive" boolean NOT NULL,
	"digest" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quarantine" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"digest" text,
	"sop_instance_uid" text,
	"study_id" uuid,
	"source" text NOT NULL,
	"code" text NOT NULL,
	"detail" text NOT NULL,
	"at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "routing_decision" (
	"study_id" uuid NOT NULL,
	"study_revision" integer NOT NULL,
	"rule_revision" text NOT NULL,
	"rule_name" text NOT NULL,
	"is_match" boolean NOT NULL,
	"explanation" jsonb NOT NULL,
	"decided_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "routing_decision_study_id_study_revision_rule_revision_rule_name_pk" PRIMARY KEY("study_id","study_revision","rule_revision","rule_name")
);
--> statement-breakpoint
CREATE TABLE "rule_revision" (
	"id" text PRIMARY KEY NOT NULL,
	"text" text NOT NULL,
	"author" text NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "series" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" uuid NOT NULL,
	"series_instance_uid" text NOT NULL,
	"modality" text,
	"header" jsonb NOT NULL,
	"facts" jsonb,
	"facts_revision" integer,
	CONSTRAINT "series_key" UNIQUE("study_id","series_instance_uid")
);
--> statement-breakpoint
CREATE TABLE "source_cursor" (
	"source" text PRIMARY KEY NOT NULL,
	"cursor" jsonb,
	"updated_at" timestamp (6) with time zone NOT NULL,
	"last_sweep_at" timestamp (6) with time zone,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "study" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_instance_uid" text NOT NULL,
	"patient_id" text NOT NULL,
	"issuer_of_patient_id" text NOT NULL,
	"header" jsonb NOT NULL,
	"phase" text NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"sources" text[] NOT NULL,
	"first_arrival_at" timestamp (6) with time zone NOT NULL,
	"last_arrival_at" timestamp (6) with time zone NOT NULL,
	"expected_instances" integer,
	"expected_checked_at" timestamp (6) with time zone,
	"is_forced" boolean DEFAULT false NOT NULL,
	"completed_at" timestamp (6) with time zone,
	"completion_reason" text,
	"quarantine_reason" text,
	CONSTRAINT "study_key" UNIQUE("study_instance_uid","patient_id","issuer_of_patient_id")
);
--> statement-breakpoint
CREATE TABLE "study_step" (
	"workitem_id" text NOT NULL,
	"step" text NOT NULL,
	"attempt" integer NOT NULL,
	"output" jsonb,
	"done_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "study_step_workitem_id_step_pk" PRIMARY KEY("workitem_id","step")
);
--> statement-breakpoint
CREATE TABLE "workitem" (
	"id" text PRIMARY KEY NOT NULL,
	"study_id" uuid NOT NULL,
	"study_revision" integer NOT NULL,
	"rule_name" text NOT NULL,
	"rule_revision" text NOT NULL,
	"series_instance_uids" text[] NOT NULL,
	"digests" text[] NOT NULL,
	"order" jsonb NOT NULL,
	"state" text NOT NULL,
	"outcome" text,
	"code" text,
	"reason" text,
	"stage" text,
	"progress" double precision DEFAULT 0 NOT NULL,
	"retries" integer DEFAULT 0 NOT NULL,
	"algorithm" jsonb,
	"warnings" text[] DEFAULT '{}'::text[] NOT NULL,
	"timings_ms" jsonb,
	"created_at" timestamp (6) with time zone NOT NULL,
	"started_at" timestamp (6) with time zone,
	"finished_at" timestamp (6) with time zone
);
--> statement-breakpoint
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_sop_instance_uid_output_object_sop_instance_uid_fk" FOREIGN KEY ("sop_instance_uid") REFERENCES "public"."output_object"("sop_instance_uid") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "finding" ADD CONSTRAINT "finding_workitem_id_workitem_id_fk" FOREIGN KEY ("workitem_id") REFERENCES "public"."workitem"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instance" ADD CONSTRAINT "instance_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instance" ADD CONSTRAINT "instance_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "output_object" ADD CONSTRAINT "output_object_workitem_id_workitem_id_fk" FOREIGN KEY ("workitem_id") REFERENCES "public"."workitem"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quarantine" ADD CONSTRAINT "quarantine_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routing_decision" ADD CONSTRAINT "routing_decision_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "study_step" ADD CONSTRAINT "study_step_workitem_id_workitem_id_fk" FOREIGN KEY ("workitem_id") REFERENCES "public"."workitem"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workitem" ADD CONSTRAINT "workitem_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "instance_study" ON "instance" USING btree ("study_id");--> statement-breakpoint
CREATE INDEX "instance_series" ON "instance" USING btree ("series_id");--> statement-breakpoint
CREATE INDEX "instance_digest" ON "instance" USING btree ("digest");--> statement-breakpoint
CREATE INDEX "output_object_workitem" ON "output_object" USING btree ("workitem_id");--> statement-breakpoint
CREATE INDEX "study_receiving" ON "study" USING btree ("last_arrival_at") WHERE phase = 'receiving';--> statement-breakpoint
CREATE INDEX "workitem_study" ON "workitem" USING btree ("study_id");--> statement-breakpoint
CREATE INDEX "workitem_created" ON "workitem" USING btree ("created_at");