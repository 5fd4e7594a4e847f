// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The source: a small shop, its first rows, and one method for each kind of change that happens to it.
 *
 * <p>Each method runs in the caller's transaction and answers how many rows it changed. The same seed gives the same shop. Not safe
 * for use by several threads: it remembers the keys it may choose from.
 */
final class Shop {
    /** In the order in which foreign keys allow them to be filled. */
    static final List<String> TABLES = List.of("people", "products", "orders", "order_items");

    private static final List<String> FIRST_NAMES =
            List.of("João", "Conceição", "Ana", "Luís", "Iracema", "Otávio", "Zoë", "Søren", "Michał", "Nguyễn");
    private static final List<String> LAST_NAMES =
            List.of("da Silva", "Araújo", "Guimarães", "O'Brien", "Müller", "Čapek", "Santos", "山田");
    private static final List<String> INTERESTS =
            List.of("café", "books", "\"quoted\"", "comma, inside", "música", "NULL", "chess");
    private static final List<String> STATUSES = List.of("placed", "paid", "packed", "shipped");
    // 4,000 characters that do not compress: well past the 2 kB from which PostgreSQL stores a value out of line.
    private static final int ABOUT_BYTES = 3_000;

    private final Connection connection;
    private final Random random;
    private final List<Long> people = new ArrayList<>();
    private final List<String> products = new ArrayList<>();
    private final List<Long> orders = new ArrayList<>();
    private int productsMade;
    private boolean hasLoyaltyPoints;

    Shop(Connection connection, long seed) {
        this.connection = connection;
        this.random = new Random(seed);
    }

    void createTables() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(resource("shop.sql"));
        }
    }

    int fill(int peopleCount, int productCount, int orderCount) throws SQLException {
        int rows = 0;
        for (int i = 0; i < peopleCount; i++) {
            rows += register();
        }
        for (int i = 0; i < productCount; i++) {
            rows += listProduct();
        }
        for (int i = 0; i < orderCount; i++) {
            rows += placeOrder();
        }
        return rows;
    }

    int register() throws SQLException {
        String name = any(FIRST_NAMES) + " " + any(LAST_NAMES);
        people.add(insertReturningId(
                """
                INSERT INTO people (full_name, email, nickname, about, born, registered_at, interests, preferences)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb) RETURNING id
                """,
                name,
                "p" + random.nextInt(Integer.MAX_VALUE) + "@example.org",
                random.nextInt(3) == 0 ? null : name.substring(0, 2),
                about(),
                LocalDate.of(1950, 1, 1).plusDays(random.nextInt(20_000)),
                now(),
                connection.createArrayOf("text", interests()),
                preferences()));
        return 1;
    }

    int listProduct() throws SQLException {
        String sku = "SKU-" + ++productsMade;
        update(
                "INSERT INTO products (sku, title, price, weight_kg, active) VALUES (?, ?, ?, ?, ?)",
                sku,
                "Product " + productsMade,
                price(),
                random.nextInt(4) == 0
                        ? null
                        : new BigDecimal(random.nextInt(100_000)).movePointLeft(random.nextInt(5)),
                random.nextBoolean());
        products.add(sku);
        return 1;
    }

    int placeOrder() throws SQLException {
        long id = insertReturningId(
                "INSERT INTO orders (person_id, status, placed_at, shipping) VALUES (?, 'placed', ?, ?::jsonb) RETURNING id",
                any(people),
                LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS),
                random.nextInt(5) == 0 ? null : "{\"city\": \"São Paulo\", \"floor\": " + random.nextInt(30) + "}");
        orders.add(id);
        int lines = 1 + random.nextInt(3);
        for (int line = 1; line <= lines; line++) {
            update(
                    "INSERT INTO order_items (order_id, line, sku, quantity, unit_price) VALUES (?, ?, ?, ?, ?)",
                    id,
                    line,
                    any(products),
                    1 + random.nextInt(5),
                    price());
        }
        return 1 + lines;
    }

    int advanceOrder() throws SQLException {
        String status = any(STATUSES);
        return update(
                "UPDATE orders SET status = ?, paid_at = ? WHERE id = ?",
                status,
                status.equals("placed") ? null : now(),
                any(orders));
    }

    int changePrice() throws SQLException {
        return update("UPDATE products SET price = ? WHERE sku = ?", price(), any(products));
    }

    int editPerson() throws SQLException {
        int changed = update(
                "UPDATE people SET nickname = ?, interests = ?, preferences = ?::jsonb WHERE id = ?",
                random.nextBoolean() ? null : "nick" + random.nextInt(100),
                connection.createArrayOf("text", interests()),
                preferences(),
                any(people));
        if (hasLoyaltyPoints) {
            changed += update("UPDATE people SET loyalty_points = ? WHERE id = ?", random.nextInt(1_000), any(people));
        }
        return changed;
    }

    int cancelOrder() throws SQLException {
        if (orders.size() < 2) {
            return 0;
        }
        Long id = orders.remove(random.nextInt(orders.size()));
        return update("DELETE FROM order_items WHERE order_id = ?", id) + update("DELETE FROM orders WHERE id = ?", id);
    }

    /** Changes a primary key; the rows that refer to it follow. */
    int renameProduct() throws SQLException {
        int index = random.nextInt(products.size());
        String old = products.get(index);
        String renamed = "SKU-" + ++productsMade + "-R";
        int referring = count("SELECT count(*) FROM order_items WHERE sku = ?", old);
        update("UPDATE products SET sku = ? WHERE sku = ?", renamed, old);
        products.set(index, renamed);
        return 1 + referring;
    }

    /** {@code ALTER TABLE … ADD COLUMN}, as it happens to every source one day. */
    void addLoyaltyPoints() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE people ADD COLUMN loyalty_points integer");
        }
        hasLoyaltyPoints = true;
    }

    /** One more row in every table: once all four arrived, everything before them did. */
    int lastOrder() throws SQLException {
        int rows = register() + listProduct();
        people.subList(0, people.size() - 1).clear();
        products.subList(0, products.size() - 1).clear();
        return rows + placeOrder();
    }

    /** The keys of the rows that {@link #lastOrder} made, in the order of {@link #TABLES}. */
    List<String> lastOrderConditions() {
        long order = orders.get(orders.size() - 1);
        return List.of(
                "id = " + people.get(0), "sku = '" + products.get(0) + "'", "id = " + order, "order_id = " + order);
    }

    private String[] interests() {
        String[] chosen = new String[random.nextInt(4)];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = any(INTERESTS);
        }
        return chosen;
    }

    private String preferences() {
        return "{\"theme\": \"" + (random.nextBoolean() ? "dark" : "light") + "\", \"limits\": [1, "
                + random.nextInt(100) + ", null], \"note\": \"ção\"}";
    }

    private String about() {
        byte[] bytes = new byte[ABOUT_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private BigDecimal price() {
        return BigDecimal.valueOf(100 + random.nextInt(1_000_000), 2);
    }

    private static Timestamp now() {
        return Timestamp.from(Instant.now().truncatedTo(ChronoUnit.MICROS));
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private int update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        }
    }

    private long insertReturningId(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    private int count(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getInt(1);
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Shop.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
