-- The relay's admission and settlement: each one statement, one round trip, one transaction, shared by all replicas.
-- Locks are taken in one order: gate, spend, audit head.
CREATE FUNCTION public.relay_spend_add(rule text, currency text, tokens float8, amount float8, at timestamptz)
RETURNS void LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.relay_spend AS s (rule_name, period, starts_on, currency, tokens, amount)
  SELECT r, p, CASE p WHEN 'day' THEN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD')
      ELSE to_char(at AT TIME ZONE 'UTC', 'YYYY-MM') END, relay_spend_add.currency,
    relay_spend_add.tokens, relay_spend_add.amount
  FROM unnest(ARRAY['', rule]) r, unnest(ARRAY['day', 'month']) p ORDER BY r, p
  ON CONFLICT (rule_name, period, starts_on, currency)
  DO UPDATE SET tokens = s.tokens + excluded.tokens, amount = s.amount + excluded.amount
$$;
--> statement-breakpoint
-- The first budget that this call would exceed, and those that it carries over their soft share.
CREATE FUNCTION public.relay_budget_check(budgets jsonb, currency text, tokens float8, amount float8)
RETURNS jsonb LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  b jsonb;
  spent record;
  share float8;
  soft jsonb := '[]';
BEGIN
  FOR b IN SELECT value FROM jsonb_array_elements(budgets) LOOP
    SELECT coalesce(max(s.tokens), 0) AS tokens, coalesce(max(s.amount), 0) AS amount INTO spent
    FROM public.relay_spend s
    WHERE s.rule_name = b->>'rule' AND s.period = b->>'period' AND s.currency = relay_budget_check.currency
      AND s.starts_on = to_char(clock_timestamp() AT TIME ZONE 'UTC',
        CASE b->>'period' WHEN 'day' THEN 'YYYY-MM-DD' ELSE 'YYYY-MM' END);
    -- What costs nothing (a model of one's own) never exceeds a budget of money.
    share := greatest(
      CASE WHEN b->'tokens' IS NULL THEN 0 ELSE (spent.tokens + tokens) / greatest((b->>'tokens')::float8, 1e-9) END,
      CASE WHEN b->'amount' IS NULL OR amount = 0 THEN 0
        ELSE (spent.amount + amount) / greatest((b->>'amount')::float8, 1e-9) END);
    IF share > 1 THEN RETURN jsonb_build_object('hard', b); END IF;
    IF share > (b->>'soft')::float8 THEN soft := soft || jsonb_build_array(b); END IF;
  END LOOP;
  RETURN jsonb_build_object('soft', soft);
END
$$;
--> statement-breakpoint
-- Notes that a call waits, for those who look at the queue.
CREATE FUNCTION public.relay_wait_note(p jsonb, reason text, wait_ms float8)
RETURNS jsonb LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO public.relay_wait AS w (id, workitem_id, provider, reason, since, seen_at)
  VALUES ((p->>'id')::uuid, p->>'workitemId', p->>'provider', relay_wait_note.reason, clock_timestamp(), clock_timestamp())
  ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp(), reason = excluded.reason, provider = excluded.provider;
  RETURN jsonb_build_object('kind', 'wait', 'reason', reason, 'waitMs', ceil(wait_ms));
END
$$;
--> statement-breakpoint
-- Admits a call, or says what it waits for. Admitted: its intent row and its audit entry are committed with this.
CREATE FUNCTION public.relay_admit(p jsonb, audit_detail text)
RETURNS jsonb LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  g public.relay_gate;
  n timestamptz := clock_timestamp();
  seconds float8;
  rpm float8 := (p->>'requestsPerMinute')::float8;
  tpm float8 := (p->>'tokensPerMinute')::float8;
  burst float8;
  rate float8;
  tokens float8 := (p->>'tokensIn')::float8 + (p->>'tokensOut')::float8;
  in_use int;
  budget jsonb;
  is_probe boolean := false;
  answered public.provider_call;
BEGIN
  SELECT * INTO answered FROM public.provider_call c
  WHERE c.workitem_id = p->>'workitemId' AND c.request_hash = p->>'requestHash' AND c.outcome = 'answered'
    AND (c.role = 'shadow') = (p->>'role' = 'shadow')
  ORDER BY c.started_at LIMIT 1;
  IF FOUND THEN RETURN jsonb_build_object('kind', 'answered', 'call', to_jsonb(answered)); END IF;

  INSERT INTO public.relay_gate (provider, key_id, request_credit, token_credit, credit_at, concurrency, window_at)
  VALUES (p->>'provider', p->>'keyId', greatest(1, floor(rpm * 0.1)), coalesce(tpm, 0), n, (p->>'concurrency')::float8, n)
  ON CONFLICT DO NOTHING;
  SELECT * INTO STRICT g FROM public.relay_gate r
  WHERE r.provider = p->>'provider' AND r.key_id = p->>'keyId' FOR UPDATE;
  n := clock_timestamp();

  IF g.open_until > n THEN
    RETURN jsonb_build_object('kind', 'open', 'waitMs', extract(epoch FROM g.open_until - n) * 1000);
  END IF;
  is_probe := g.open_until IS NOT NULL;
  IF g.cooldown_until > n THEN
    RETURN public.relay_wait_note(p, 'cooldown', extract(epoch FROM g.cooldown_until - n) * 1000);
  END IF;

  SELECT count(*) INTO in_use FROM public.provider_call c
  WHERE c.provider = g.provider AND c.key_id = g.key_id AND c.outcome = 'pending' AND c.lease_until > n;
  IF in_use >= greatest(1, floor(least(g.concurrency, (p->>'concurrency')::float8))) THEN
    RETURN public.relay_wait_note(p, 'concurrency', 25);
  END IF;

  -- At most `rpm` in any 60 s, the burst included: 60 s give back what the limit is less the burst.
  seconds := greatest(0, extract(epoch FROM n - g.credit_at));
  IF rpm IS NOT NULL THEN
    burst := greatest(1, floor(rpm * 0.1));
    rate := (rpm - burst + 1) / 60 * g.pace;
    g.request_credit := least(burst, g.request_credit + seconds * rate);
    IF g.request_credit < 1 THEN
      RETURN public.relay_wait_note(p, 'requests', (1 - g.request_credit) / rate * 1000);
    END IF;
    g.request_credit := g.request_credit - 1;
  END IF;
  IF tpm IS NOT NULL THEN
    g.token_credit := least(tpm, g.token_credit + seconds * tpm / 60 * g.pace);
    -- A request larger than a minute's tokens goes when the minute is full.
    IF g.token_credit < least(tokens, tpm) THEN
      RETURN public.relay_wait_note(p, 'tokens', (least(tokens, tpm) - g.token_credit) / (tpm / 60 * g.pace) * 1000);
    END IF;
    g.token_credit := g.token_credit - tokens;
  END IF;

  IF jsonb_array_length(p->'budgets') > 0 THEN
    -- One at a time past here, so that two calls do not both take the last of a budget.
    PERFORM pg_advisory_xact_lock(727275);
    budget := public.relay_budget_check(p->'budgets', p->>'currency', tokens, (p->>'cost')::float8);
    IF budget ? 'hard' THEN RETURN jsonb_build_object('kind', 'budget', 'budget', budget->'hard'); END IF;
  END IF;

  UPDATE public.relay_gate r SET request_credit = g.request_credit, token_credit = g.token_credit, credit_at = n,
    open_until = CASE WHEN is_probe THEN n + (p->>'leaseMs')::float8 * interval '1 ms' ELSE NULL END
  WHERE r.provider = g.provider AND r.key_id = g.key_id;
  INSERT INTO public.provider_call (id, workitem_id, study_id, rule_name, provider, model, key_id, role, request_hash,
    attempt, images, started_at, lease_until, outcome, tokens_in, tokens_out, price_in, price_out, cost, currency)
  VALUES ((p->>'callId')::uuid, p->>'workitemId', (p->>'studyId')::uuid, p->>'rule', p->>'provider', p->>'model',
    p->>'keyId', p->>'role', p->>'requestHash', (p->>'attempt')::int, (p->>'images')::int, n,
    n + (p->>'leaseMs')::float8 * interval '1 ms', 'pending', (p->>'tokensIn')::int, (p->>'tokensOut')::int,
    (p->>'priceIn')::float8, (p->>'priceOut')::float8, (p->>'cost')::float8, p->>'currency');
  PERFORM public.relay_spend_add(p->>'rule', p->>'currency', tokens, (p->>'cost')::float8, n);
  IF (p->>'hasWaited')::boolean THEN DELETE FROM public.relay_wait w WHERE w.id = (p->>'id')::uuid; END IF;
  PERFORM public.audit_append('system', 'relay.intent', p->>'workitemId', audit_detail);
  RETURN jsonb_build_object('kind', 'admitted', 'isProbe', is_probe, 'soft', coalesce(budget->'soft', '[]'));
END
$$;
--> statement-breakpoint
-- Ends a call: its row, the adapted limits (additive increase, multiplicative decrease), the breaker, what was spent.
-- Answers whether the breaker opened with it. Of a call that was settled before: nothing.
CREATE FUNCTION public.relay_settle(p jsonb)
RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c public.provider_call;
  g public.relay_gate;
  n timestamptz := clock_timestamp();
  load text := p->>'load';
  tokens float8 := (p->>'tokensIn')::float8 + (p->>'tokensOut')::float8;
  is_failure boolean := (p->>'isFault')::boolean;
  opens boolean;
  latency float8 := (p->>'latencyMs')::float8;
BEGIN
  -- The row outlives this process at once, the machine within half a second: no call waits for the disk a second time.
  PERFORM set_config('synchronous_commit', 'off', true);
  SELECT * INTO c FROM public.provider_call k WHERE k.id = (p->>'callId')::uuid;
  IF c.outcome IS DISTINCT FROM 'pending' THEN RETURN false; END IF;
  SELECT * INTO g FROM public.relay_gate r WHERE r.provider = c.provider AND r.key_id = c.key_id FOR UPDATE;
  UPDATE public.provider_call k SET outcome = p->>'outcome', code = p->>'code', status = (p->>'status')::int,
    tokens_in = (p->>'tokensIn')::int, tokens_out = (p->>'tokensOut')::int, cost = (p->>'cost')::float8,
    latency_ms = latency, hits = (p->>'hits')::int, answer = CASE WHEN p->>'outcome' = 'answered' THEN p->'answer' END, finished_at = n
  WHERE k.id = c.id AND k.outcome = 'pending';
  IF NOT FOUND THEN RETURN false; END IF;

  IF n - g.window_at > interval '60 s' THEN
    g.window_calls := g.window_calls / 4;
    g.window_failures := g.window_failures / 4;
    g.window_at := n;
  END IF;
  IF load <> 'cancelled' THEN
    g.window_calls := g.window_calls + 1;
    IF is_failure THEN g.window_failures := g.window_failures + 1; END IF;
  END IF;
  opens := is_failure AND (g.open_until IS NOT NULL OR (g.window_calls >= (p->>'breakerMinimum')::float8
    AND g.window_failures / g.window_calls >= (p->>'breakerShare')::float8));
  UPDATE public.relay_gate r SET
    window_at = g.window_at,
    window_calls = CASE WHEN opens THEN 0 ELSE g.window_calls END,
    window_failures = CASE WHEN opens THEN 0 ELSE g.window_failures END,
    open_until = CASE WHEN opens THEN n + (p->>'breakerCooldownMs')::float8 * interval '1 ms'
      WHEN is_failure OR load = 'cancelled' THEN g.open_until END,
    concurrency = CASE load
      WHEN 'refused' THEN greatest(1, g.concurrency * 0.5)
      WHEN 'slow' THEN greatest(1, g.concurrency * 0.8)
      WHEN 'ok' THEN least((p->>'concurrency')::float8, g.concurrency + 1 / greatest(1, g.concurrency))
      ELSE g.concurrency END,
    pace = CASE load WHEN 'refused' THEN greatest(0.1, g.pace * 0.7) WHEN 'ok' THEN least(1, g.pace + 0.02) ELSE g.pace END,
    latency_ms = CASE WHEN p->>'outcome' = 'answered' THEN coalesce(g.latency_ms * 0.9 + latency * 0.1, latency)
      ELSE g.latency_ms END,
    token_credit = g.token_credit + (c.tokens_in + c.tokens_out) - tokens,
    cooldown_until = CASE WHEN (p->>'cooldownMs')::float8 > 0
      THEN greatest(coalesce(g.cooldown_until, n), n + (p->>'cooldownMs')::float8 * interval '1 ms')
      ELSE g.cooldown_until END
  WHERE r.provider = c.provider AND r.key_id = c.key_id;
  PERFORM public.relay_spend_add(c.rule_name, c.currency, tokens - (c.tokens_in + c.tokens_out),
    (p->>'cost')::float8 - c.cost, c.started_at);
  RETURN opens;
END
$$;
