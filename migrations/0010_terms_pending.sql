-- New search terms wait in a list beside their index. Whoever finds the list full sorts it into the index, which takes
-- seconds when the index is large and cold; that must not be the statement that takes events in. So the list may grow
-- (16 MB) and a job of the background empties it every fifteen seconds. Later partitions: runs/partitions.ts.
do $$
declare leaf regclass;
begin
  for leaf in select inhrelid::regclass from pg_inherits where inhparent = 'terms_words'::regclass loop
    execute format('alter index %s set (gin_pending_list_limit = 16384)', leaf);
  end loop;
end $$;
