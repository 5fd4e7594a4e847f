// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A working day at the shop in a few seconds: about {@code rate} changed rows a second, in small transactions, one of each
 * fifty a change of key, with an {@code ALTER TABLE} at half time.
 *
 * <p>{@link #run} works in the caller's thread; the counters may be read from any.
 */
final class ShopTraffic {
    private static final int TICKS_PER_SECOND = 20;

    private final Connection connection;
    private final Shop shop;
    private final int rate;
    private final Duration duration;
    private final Random random;
    private final AtomicLong inserted = new AtomicLong();
    private final AtomicLong updated = new AtomicLong();
    private final AtomicLong deleted = new AtomicLong();
    private final AtomicLong keysChanged = new AtomicLong();
    private final AtomicLong columnsAdded = new AtomicLong();

    ShopTraffic(Connection connection, Shop shop, int rate, Duration duration, long seed) {
        this.connection = connection;
        this.shop = shop;
        this.rate = rate;
        this.duration = duration;
        this.random = new Random(seed);
    }

    /** What has happened so far, in rows. */
    record Counts(long inserted, long updated, long deleted, long keysChanged, long columnsAdded) {
        long rows() {
            return inserted + updated + deleted;
        }

        String inWords() {
            String words = Screen.count(rows()) + " rows changed: " + Screen.count(inserted) + " inserted, "
                    + Screen.count(updated) + " updated, " + Screen.count(deleted) + " deleted";
            if (keysChanged > 0) {
                words += "; " + keysChanged + (keysChanged == 1 ? " key" : " keys") + " changed";
            }
            return columnsAdded > 0 ? words + ", a column added" : words;
        }
    }

    Counts counts() {
        return new Counts(inserted.get(), updated.get(), deleted.get(), keysChanged.get(), columnsAdded.get());
    }

    void run() throws SQLException, InterruptedException {
        connection.setAutoCommit(false);
        long start = System.nanoTime();
        long ticks = duration.toMillis() * TICKS_PER_SECOND / 1_000;
        for (long tick = 0; tick < ticks; tick++) {
            if (tick == ticks / 2) {
                shop.addLoyaltyPoints();
                columnsAdded.incrementAndGet();
            }
            long due = rate * (tick + 1) / TICKS_PER_SECOND;
            while (counts().rows() < due) {
                change();
            }
            connection.commit();
            long next = start + TimeUnit.SECONDS.toNanos(tick + 1) / TICKS_PER_SECOND;
            TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
        }
        inserted.addAndGet(shop.lastOrder());
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void change() throws SQLException {
        int dice = random.nextInt(100);
        if (dice < 26) {
            inserted.addAndGet(shop.placeOrder());
        } else if (dice < 32) {
            inserted.addAndGet(shop.register());
        } else if (dice < 34) {
            inserted.addAndGet(shop.listProduct());
        } else if (dice < 60) {
            updated.addAndGet(shop.advanceOrder());
        } else if (dice < 72) {
            updated.addAndGet(shop.changePrice());
        } else if (dice < 86) {
            updated.addAndGet(shop.editPerson());
        } else if (dice < 98) {
            deleted.addAndGet(shop.cancelOrder());
        } else {
            updated.addAndGet(shop.renameProduct());
            keysChanged.incrementAndGet();
        }
    }
}
