CREATE TABLE "provider_call" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workitem_id" text NOT NULL,
	"study_id" uuid,
	"rule_name" text NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"key_id" text NOT NULL,
	"role" text NOT NULL,
	"request_hash" text NOT NULL,
	"attempt" integer NOT NULL,
	"images" integer NOT NULL,
	"started_at" timestamp (6) with time zone NOT NULL,
	"lease_until" timestamp (6) with time zone NOT NULL,
	"finished_at" timestamp (6) with time zone,
	"outcome" text NOT NULL,
	"code" text,
	"status" integer,
	"tokens_in" integer NOT NULL,
	"tokens_out" integer NOT NULL,
	"price_in" double precision NOT NULL,
	"price_out" double precision NOT NULL,
	"cost" double precision NOT NULL,
	"currency" text NOT NULL,
	"latency_ms" double precision,
	"hits" integer,
	"answer" jsonb
);
--> statement-breakpoint
CREATE TABLE "relay_canary" (
	"rule_name" text NOT NULL,
	"provider" text NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"changed_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "relay_canary_rule_name_provider_pk" PRIMARY KEY("rule_name","provider")
);
--> statement-breakpoint
CREATE TABLE "relay_comparison" (
	"workitem_id" text NOT NULL,
	"request_hash" text NOT NULL,
	"rule_name" text NOT NULL,
	"provider" text NOT NULL,
	"candidate" text NOT NULL,
	"code" text,
	"latency_ms" double precision NOT NULL,
	"candidate_latency_ms" double precision NOT NULL,
	"cost" double precision NOT NULL,
	"candidate_cost" double precision NOT NULL,
	"agreement" jsonb,
	"compared_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "relay_comparison_workitem_id_request_hash_candidate_pk" PRIMARY KEY("workitem_id","request_hash","candidate")
);
--> statement-breakpoint
CREATE TABLE "relay_gate" (
	"provider" text NOT NULL,
	"key_id" text NOT NULL,
	"request_credit" double precision NOT NULL,
	"token_credit" double precision NOT NULL,
	"credit_at" timestamp (6) with time zone NOT NULL,
	"concurrency" double precision NOT NULL,
	"pace" double precision DEFAULT 1 NOT NULL,
	"latency_ms" double precision,
	"cooldown_until" timestamp (6) with time zone,
	"open_until" timestamp (6) with time zone,
	"window_at" timestamp (6) with time zone NOT NULL,
	"window_calls" double precision DEFAULT 0 NOT NULL,
	"window_failures" double precision DEFAULT 0 NOT NULL,
	CONSTRAINT "relay_gate_provider_key_id_pk" PRIMARY KEY("provider","key_id")
);
--> statement-breakpoint
CREATE TABLE "relay_spend" (
	"rule_name" text NOT NULL,
	"period" text NOT NULL,
	"starts_on" text NOT NULL,
	"currency" text NOT NULL,
	"tokens" double precision DEFAULT 0 NOT NULL,
	"amount" double precision DEFAULT 0 NOT NULL,
	CONSTRAINT "relay_spend_rule_name_period_starts_on_currency_pk" PRIMARY KEY("rule_name","period","starts_on","currency")
);
--> statement-breakpoint
CREATE TABLE "relay_wait" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workitem_id" text NOT NULL,
	"provider" text NOT NULL,
	"reason" text NOT NULL,
	"since" timestamp (6) with time zone NOT NULL,
	"seen_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "provider_call_answer" ON "provider_call" USING btree ("workitem_id","request_hash");--> statement-breakpoint
CREATE INDEX "provider_call_pending" ON "provider_call" USING btree ("provider","key_id") WHERE outcome = 'pending';--> statement-breakpoint
CREATE INDEX "provider_call_started" ON "provider_call" USING btree ("started_at");