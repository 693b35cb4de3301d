-- The audit chain. hash = SHA-256(0x00, previous hash, canonical text in UTF-8); the canonical text is RFC 8785 JSON of
-- {action, actor, at, detail, seq, subject}, kept as text since jsonb rewrites numbers and order. Whose tables these
-- are, and who may call what, is settled after each migration by src/storage/privileges.ts.
INSERT INTO public.audit_head (id, seq, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));
--> statement-breakpoint
CREATE FUNCTION public.audit_append(actor text, action text, subject text, detail_canonical text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  head record;
  next_seq bigint;
  canonical_text text;
  entry_hash bytea;
BEGIN
  IF coalesce(json_typeof(detail_canonical::json), 'null') <> 'object' THEN
    RAISE EXCEPTION 'audit detail is not a JSON object' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  -- The one lock of the chain: entries are numbered in the order of their commits, without gaps or forks.
  SELECT h.seq, h.hash INTO STRICT head FROM public.audit_head h WHERE h.id = 1 FOR UPDATE;
  next_seq := head.seq + 1;
  -- to_json of a text escapes as RFC 8785 3.2.2.2 asks: short forms, other control characters in lower case hex.
  canonical_text := '{"action":' || to_json(audit_append.action)::text
    || ',"actor":' || to_json(audit_append.actor)::text
    || ',"at":"' || to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    || '","detail":' || detail_canonical
    || ',"seq":' || next_seq::text
    || ',"subject":' || to_json(audit_append.subject)::text || '}';
  entry_hash := sha256('\x00'::bytea || head.hash || convert_to(canonical_text, 'UTF8'));
  INSERT INTO public.audit_entry (seq, canonical, previous_hash, hash)
    VALUES (next_seq, canonical_text, head.hash, entry_hash);
  UPDATE public.audit_head SET seq = next_seq, hash = entry_hash WHERE id = 1;
  RETURN next_seq;
END
$$;
--> statement-breakpoint
CREATE FUNCTION public.audit_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail refuses %', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
--> statement-breakpoint
CREATE FUNCTION public.audit_head_follows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.id = OLD.id AND NEW.seq = OLD.seq + 1 AND EXISTS (
    SELECT 1 FROM public.audit_entry e
    WHERE e.seq = NEW.seq AND e.hash = NEW.hash AND e.previous_hash = OLD.hash
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the head of the audit trail moves only to the entry after it'
    USING ERRCODE = 'insufficient_privilege';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_entry_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON public.audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse();
--> statement-breakpoint
CREATE TRIGGER audit_head_refuse BEFORE INSERT OR DELETE OR TRUNCATE ON public.audit_head
  FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse();
--> statement-breakpoint
CREATE TRIGGER audit_head_follows BEFORE UPDATE ON public.audit_head
  FOR EACH ROW EXECUTE FUNCTION public.audit_head_follows();
--> statement-breakpoint
-- ALWAYS: session_replication_role = replica does not switch them off.
ALTER TABLE public.audit_entry ENABLE ALWAYS TRIGGER audit_entry_refuse;
--> statement-breakpoint
ALTER TABLE public.audit_head ENABLE ALWAYS TRIGGER audit_head_refuse;
--> statement-breakpoint
ALTER TABLE public.audit_head ENABLE ALWAYS TRIGGER audit_head_follows;
--> statement-breakpoint
REVOKE ALL ON FUNCTION public.audit_append(text, text, text, text) FROM PUBLIC;
