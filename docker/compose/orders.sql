-- SPDX-License-Identifier: Apache-2.0
-- Something in each table of the shop, so that each has a topic from the beginning.
INSERT INTO people (full_name, email, nickname, about, born, registered_at, interests, preferences)
SELECT 'Person ' || n, 'person-' || n || '@example.org', NULL, repeat('Likes books. ', 300), DATE '1980-01-01' + n * 37,
       now() - n * INTERVAL '1 day', ARRAY['books', 'tea'], jsonb_build_object('newsletter', n % 2 = 0)
FROM generate_series(1, 20) AS n;

INSERT INTO products (sku, title, price, weight_kg, active)
SELECT 'SKU-' || n, 'Product ' || n, 10 + n * 1.25, n / 8.0, true
FROM generate_series(1, 10) AS n;

INSERT INTO orders (person_id, status, placed_at, shipping)
SELECT 1 + n % 20, 'placed', now() - n * INTERVAL '1 hour', jsonb_build_object('city', 'Campinas')
FROM generate_series(1, 50) AS n;

INSERT INTO order_items (order_id, line, sku, quantity, unit_price)
SELECT n, line, 'SKU-' || 1 + (n + line) % 10, line, 12.50
FROM generate_series(1, 50) AS n, generate_series(1, 2) AS line;
