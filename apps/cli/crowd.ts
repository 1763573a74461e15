import pg from "pg";
import { STATES_MOST, weightOf } from "#modules/crm/crm.public.ts";

/** So many customers with so many orders, two years of them until a moment. */
export type Crowd = {
  readonly customers: number;
  readonly orders: number;
  readonly until: Date;
  /** The company's; one order in fifty is in another. */
  readonly currency: string;
  /** Whose a tenth, a hundredth and a single record in ten thousand are. Left out: all of it is nobody's. */
  readonly owners?: readonly string[];
};

const PRODUCTS = 300;
const TABLES = ["customers", "customer_identities", "orders", "order_lines"];

/**
 * A company of a million: made by the database itself, with the figures that the doors would have kept, and the same each
 * time. As admin, in a company's database without customers. Indexes are put back afterwards as they were: faster, and as
 * dense.
 */
export async function settle(databaseUrl: string, crowd: Crowd): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await client.query("set maintenance_work_mem = '512MB'; set work_mem = '256MB'");
    const indexes = await client.query<{ name: string; definition: string }>(
      `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
         from pg_index i join pg_class c on c.oid = i.indexrelid
        where i.indrelid = any($1::regclass[]) and not i.indisprimary`,
      [TABLES],
    );
    for (const { name } of indexes.rows) await client.query(`drop index "${name}"`);
    await client.query("begin");
    // What refers to what is right by construction.
    await client.query("set local session_replication_role = replica");
    const { customers, orders, until, currency, owners = [] } = crowd;
    await client.query(HELPERS);
    await client.query(PRODUCTS_SQL, [PRODUCTS, until]);
    await client.query(VARIANTS_SQL, [PRODUCTS, currency]);
    await client.query(SOLD_SQL, [orders, customers, until, currency]);
    await client.query(CUSTOMERS_SQL, [customers, until, currency, owners]);
    await client.query(IDENTITIES_SQL);
    await client.query(ORDERS_SQL, [owners]);
    await client.query(LINES_SQL, [PRODUCTS]);
    await client.query("commit");
    for (const { definition } of indexes.rows) await client.query(definition);
    await client.query("vacuum (analyze)");
    await client.query("checkpoint");
  } finally {
    await client.end();
  }
}

/**
 * Ids as the house makes them: a time in front, so that neighbours in time are neighbours in the index. Written so that
 * the planner can unfold them: called a hundred million times, that is minutes.
 */
const HELPERS = `
  create function pg_temp.timed(kind text, n int) returns uuid language sql immutable as $$
    select (lpad(to_hex(1735689600000 + n * 60::bigint), 12, '0') || '7' || substr(md5(kind || n::text), 1, 3)
            || '8' || substr(md5(kind || n::text), 4, 15))::uuid $$;
  -- The same n, the same number below "many"; spread without pattern.
  create function pg_temp.dice(kind text, n int, many int) returns int language sql immutable as $$
    select (hashint8extended(n::bigint, hashtext(kind)::bigint) & 2147483647)::int % many $$;
  create function pg_temp.one(list text[], kind text, n int) returns text language sql immutable as $$
    select list[1 + pg_temp.dice(kind, n, array_length(list, 1))] $$;
  create function pg_temp.owner(owners uuid[], kind text, n int) returns uuid language sql immutable as $$
    select case when pg_temp.dice(kind, n, 10) = 0 then owners[1]
                when pg_temp.dice(kind, n, 100) = 1 then owners[2]
                when pg_temp.dice(kind, n, 10000) = 2 then owners[3] end $$`;

const PRODUCTS_SQL = `
  insert into products (id, title, status, created_at, updated_at)
  select pg_temp.timed('product', n), 'Barang ' || n, 'active', $2, $2 from generate_series(1, $1::int) n`;

const VARIANTS_SQL = `
  insert into variants (id, product_id, position, sku, currency, price_minor)
  select pg_temp.timed('variant', n), pg_temp.timed('product', n), 0, 'BR-' || n, $2, 900 + pg_temp.dice('good', n, 30000)
    from generate_series(1, $1::int) n`;

/** Two years of orders; few customers order often, and one in five never did. */
const SOLD_SQL = `
  create temp table sold on commit drop as
  select n, pg_temp.timed('order', n) as id, customer, pg_temp.timed('customer', customer) as customer_id,
         $3::timestamptz - n * (interval '730 days' / $1::int) as placed_at,
         900 + pg_temp.dice('price', n, 30000) as unit_minor,
         1 + pg_temp.dice('lines', n, 3) / 2 as lines,
         case when pg_temp.dice('currency', n, 50) > 0 then $4::text when $4 = 'SGD' then 'MYR' else 'SGD' end as currency,
         (array['completed','completed','completed','completed','completed','completed','open','open','cancelled','pending'])
           [1 + pg_temp.dice('status', n, 10)] as status
    from (select n, 1 + floor(power(pg_temp.dice('who', n, 1000000) / 1000000.0::float8, 1.6) * $2::int * 0.8)::int as customer
            from generate_series(1, $1::int) n offset 0) as who`;

/** In which states somebody's orders are, as ORDERS_SQL has them. */
const STATES_SQL = [
  ...["completed", "open", "cancelled", "pending"].map((status) =>
    inState("status", status, [status]),
  ),
  inState("payment", "paid", ["completed", "open"]),
  inState("payment", "voided", ["cancelled"]),
  inState("payment", "unpaid", ["pending"]),
  inState("fulfilment", "fulfilled", ["completed"]),
  inState("fulfilment", "unfulfilled", ["open", "cancelled", "pending"]),
].join(" + ");

function inState(aspect: string, value: string, statuses: readonly string[]): string {
  const among = statuses.map((status) => `'${status}'`).join(", ");
  return `least(count(*) filter (where status in (${among})), ${STATES_MOST}) * ${weightOf(aspect, value)}::bigint`;
}

const CUSTOMERS_SQL = `
  with known as (
    select customer, ${STATES_SQL} as order_states, count(*) filter (where status in ('open', 'completed')) as orders_count,
           sum(unit_minor * lines) filter (where status in ('open', 'completed') and currency = $3::text) as spent,
           min(placed_at) filter (where status in ('open', 'completed')) as first_at,
           max(placed_at) filter (where status in ('open', 'completed')) as last_at
      from sold group by customer)
  insert into customers (id, name, email, phone, organisation, street, city, postcode, country, tags, email_consent,
                         orders_count, spent_minor, first_order_at, last_order_at, order_states, created_at, updated_at, owner_id)
  select pg_temp.timed('customer', n),
         case when pg_temp.dice('script', n, 20) = 0 then
                pg_temp.one('{王小明,李美玲,陳大文,林志豪,黃麗華,张伟}', 'hanzi', n)
              when pg_temp.dice('script', n, 20) = 1 then
                pg_temp.one('{முருகன் ராமன்,கவிதா சுப்பிரமணியம்,பிரியா நாயர்}', 'tamil', n)
              when pg_temp.dice('script', n, 20) = 2 then
                pg_temp.one('{محمد أمين,فاطمة الزهراء,عائشة بنت علي}', 'jawi', n)
              else pg_temp.one('{Siti,Nur,Ahmad,Muhammad,Farah,Aisyah,Wei Ling,Kumar,Priya,José,Zoë,Ñandú,Hafiz,Aminah,Mei,Jun,Ravi,Devi,Daniel,Sarah}', 'first', n)
                || ' ' || pg_temp.one('{Abdullah,binti Rahman,bin Ismail,Tan,Lim,Lee,Wong,Ng,Subramaniam,Pillai,Müller,O''Brien,Hashim,Yusof,Zainal,Chong,Ong,Goh,Raj,Nair}', 'last', n) end,
         case when pg_temp.dice('mail', n, 10) > 0 then 'pelanggan' || n || '@' ||
              pg_temp.one('{gmail.example,yahoo.example,kedai.example,outlook.example}', 'host', n) end,
         case when pg_temp.dice('phone', n, 3) > 0 then '+601' || (10000000 + n) end,
         case when pg_temp.dice('firm', n, 20) = 0 then
              pg_temp.one('{Kenari,Melur,Cempaka,Seri,Mutiara,Pelangi}', 'firm', n) || ' Sdn Bhd ' || n % 997 end,
         n % 300 || ' Jalan Kenari',
         pg_temp.one('{Shah Alam,Kuala Lumpur,Petaling Jaya,George Town,Johor Bahru,Ipoh,Kuching,Kota Kinabalu,Melaka,Kuantan,Seremban,Alor Setar}', 'city', n),
         lpad((10000 + n % 80000)::text, 5, '0'),
         (array['MY','MY','MY','MY','MY','MY','MY','MY','SG','BN'])[1 + pg_temp.dice('country', n, 10)],
         case when pg_temp.dice('tag', n, 100) = 0 then '{vip}'::text[]
              when pg_temp.dice('tag', n, 100) < 10 then '{borong}' else '{}' end,
         (array['unknown','subscribed','subscribed','unsubscribed'])[1 + pg_temp.dice('consent', n, 4)],
         coalesce(k.orders_count, 0), coalesce(k.spent, 0), k.first_at, k.last_at, coalesce(k.order_states, 0),
         least(k.first_at, $2::timestamptz - n * (interval '730 days' / $1::int)), $2,
         pg_temp.owner($4::uuid[], 'whose', n)
    from generate_series(1, $1::int) n left join known k on k.customer = n`;

/** What the doors know somebody by. */
const IDENTITIES_SQL = `
  insert into customer_identities (kind, key, customer_id, is_told)
  select 'email', email, id, true from customers where email is not null`;

const ORDERS_SQL = `
  insert into orders (id, number, channel, customer_id, status, payment_status, fulfilment_status, is_sale, currency,
                      lines_minor, total_minor, items_count, placed_at, name, email, joined_by, created_at, updated_at, owner_id)
  select s.id, 'M-' || s.n,
         (array['stall','phone','chat','shop','shop'])[1 + pg_temp.dice('channel', s.n, 5)],
         c.id, s.status,
         case s.status when 'cancelled' then 'voided' when 'pending' then 'unpaid' else 'paid' end,
         case when s.status = 'completed' then 'fulfilled' else 'unfulfilled' end,
         s.status in ('open', 'completed'), s.currency, s.unit_minor * s.lines, s.unit_minor * s.lines, s.lines,
         s.placed_at, c.name, c.email, 'person', s.placed_at, s.placed_at, pg_temp.owner($1::uuid[], 'of', s.n)
    from sold s join customers c on c.id = s.customer_id`;

const LINES_SQL = `
  insert into order_lines (order_id, position, title, product_id, quantity, current_quantity, unit_price_minor, net_minor)
  select s.id, at, 'Barang ' || p.n, p.id, 1, 1, s.unit_minor, s.unit_minor
    from sold s, generate_series(1, s.lines) at,
         (select n, pg_temp.timed('product', n) as id from generate_series(1, $1::int) n offset 0) as p
   where p.n = 1 + pg_temp.dice('good', s.n * 3 + at, $1::int)`;
