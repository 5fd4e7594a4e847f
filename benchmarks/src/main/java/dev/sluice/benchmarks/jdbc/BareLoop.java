// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.jdbc;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody would write by hand for this one table, with the fastest statements known: an array a column, each in its own type, and a
 * commit a batch. No record, no schema, no bad value: what a sink adds to this is its price.
 */
final class BareLoop implements Writer {
    private final Connection connection;
    private final boolean insertsAlone;
    private final String write;
    private final String delete;

    private BareLoop(Connection connection, String table, boolean insertsAlone) {
        this.connection = connection;
        this.insertsAlone = insertsAlone;
        this.write = "INSERT INTO " + table
                + " (id, customer, quantity, amount, weight, paid, changed_at, note)"
                + " SELECT * FROM UNNEST(?::int8[], ?::text[], ?::int4[], ?::numeric[], ?::float8[], ?::bool[],"
                + " ?::timestamptz[], ?::text[])"
                + (insertsAlone
                        ? ""
                        : " ON CONFLICT (id) DO UPDATE SET customer = EXCLUDED.customer, quantity = EXCLUDED.quantity,"
                                + " amount = EXCLUDED.amount, weight = EXCLUDED.weight, paid = EXCLUDED.paid,"
                                + " changed_at = EXCLUDED.changed_at, note = EXCLUDED.note");
        this.delete = "DELETE FROM " + table + " WHERE id = ANY (?)";
    }

    static BareLoop on(String url, String table, boolean insertsAlone) {
        try {
            Connection connection = DriverManager.getConnection(url);
            connection.setAutoCommit(false);
            return new BareLoop(connection, table, insertsAlone);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot connect", e);
        }
    }

    @Override
    public Runnable prepared(List<Change> batch) {
        return () -> {
            try {
                write(batch);
            } catch (SQLException e) {
                throw new IllegalStateException("the loop failed", e);
            }
        };
    }

    /**
     * The last change of each row is enough, and PostgreSQL takes no more than one in a statement; neighbours in the index are found
     * fastest one after the other.
     */
    private void write(List<Change> batch) throws SQLException {
        List<Order> orders = new ArrayList<>(batch.size());
        List<Long> deleted = new ArrayList<>();
        if (insertsAlone) {
            batch.forEach(change -> add(change, orders, deleted));
        } else {
            Map<Long, Change> last = new HashMap<>(batch.size() * 2);
            batch.forEach(change -> last.put(change.id(), change));
            last.values().stream()
                    .sorted(Comparator.comparingLong(Change::id))
                    .forEach(change -> add(change, orders, deleted));
        }
        if (!deleted.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(delete)) {
                statement.setArray(1, connection.createArrayOf("int8", deleted.toArray(Long[]::new)));
                statement.executeUpdate();
            }
        }
        if (!orders.isEmpty()) {
            write(orders);
        }
        connection.commit();
    }

    private static void add(Change change, Collection<Order> orders, Collection<Long> deleted) {
        if (change.order() == null) {
            deleted.add(change.id());
        } else {
            orders.add(change.order());
        }
    }

    private void write(Collection<Order> orders) throws SQLException {
        int count = orders.size();
        Long[] ids = new Long[count];
        String[] customers = new String[count];
        Integer[] quantities = new Integer[count];
        BigDecimal[] amounts = new BigDecimal[count];
        Double[] weights = new Double[count];
        Boolean[] paid = new Boolean[count];
        String[] changedAt = new String[count];
        @Nullable String[] notes = new String[count];
        int i = 0;
        for (Order order : orders) {
            ids[i] = order.id();
            customers[i] = order.customer();
            quantities[i] = order.quantity();
            amounts[i] = order.amount();
            weights[i] = order.weight();
            paid[i] = order.paid();
            changedAt[i] = order.changedAt();
            notes[i] = order.note();
            i++;
        }
        try (PreparedStatement statement = connection.prepareStatement(write)) {
            statement.setArray(1, connection.createArrayOf("int8", ids));
            statement.setArray(2, connection.createArrayOf("text", customers));
            statement.setArray(3, connection.createArrayOf("int4", quantities));
            statement.setArray(4, connection.createArrayOf("numeric", amounts));
            statement.setArray(5, connection.createArrayOf("float8", weights));
            statement.setArray(6, connection.createArrayOf("bool", paid));
            statement.setArray(7, connection.createArrayOf("timestamptz", changedAt));
            statement.setArray(8, connection.createArrayOf("text", notes));
            statement.executeUpdate();
        }
    }

    @Override
    public void finish() {
        // Each batch commits itself.
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot close the connection", e);
        }
    }
}
