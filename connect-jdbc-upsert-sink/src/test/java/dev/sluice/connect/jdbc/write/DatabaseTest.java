// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.jdbc.sql.DatabaseKind;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import dev.sluice.connect.jdbc.sql.PostgresDialect;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

/** What the driver is asked, and how often. */
class DatabaseTest {
    private final RefusingDriver driver = new RefusingDriver();

    /** Answers as an address does where nobody listens. */
    private static final class RefusingDriver implements Driver {
        private final List<Properties> asked = new ArrayList<>();
        private String state = "08001";

        @Override
        public Connection connect(String url, Properties properties) throws SQLException {
            asked.add(properties);
            throw new SQLException("refused", state);
        }

        @Override
        public boolean acceptsURL(String url) {
            return true;
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 0;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }
    }

    private Properties asked(String user, String password, Map<String, String> properties, int attempts) {
        Database database = new Database(
                driver,
                new PostgresDialect(IdentifierQuoting.ALWAYS),
                new ConnectionSettings(
                        "jdbc:postgresql:x", user, new Password(password), properties, attempts, Duration.ZERO, null),
                () -> 0L);
        assertThatExceptionOfType(SQLException.class).isThrownBy(database::connection);
        return driver.asked.get(0);
    }

    @Test
    void aPasswordIsPassedOnWithoutAUserBecauseTheUrlMayNameIt() {
        assertThat(asked("", "pw", Map.of(), 1)).containsEntry("password", "pw").doesNotContainKey("user");
    }

    @Test
    void aUserIsPassedOnWithoutAPasswordBecauseTheUrlMayHoldIt() {
        assertThat(asked("me", "", Map.of(), 1)).containsEntry("user", "me").doesNotContainKey("password");
    }

    @Test
    void theDriverWaitsForASilentServerForALimitedTimeUnlessToldOtherwise() {
        assertThat(asked("", "", Map.of("connectTimeout", "3"), 1))
                .containsEntry("socketTimeout", "60")
                .containsEntry("connectTimeout", "3");
    }

    @Test
    void aRefusedConnectionIsTriedAsOftenAsAttemptsSay() {
        asked("", "", Map.of(), 4);

        assertThat(driver.asked).hasSize(4);
    }

    @Test
    void aConnectionThatWasLostWhileIdleIsMadeAgainBeforeItIsUsed() throws SQLException {
        AtomicLong now = new AtomicLong();
        try (Database database = new Database(
                new org.h2.Driver(),
                DatabaseKind.H2.dialect(IdentifierQuoting.ALWAYS, true),
                new ConnectionSettings("jdbc:h2:mem:", "", new Password(""), Map.of(), 1, Duration.ZERO, null),
                now::get)) {
            Connection first = database.connection();
            now.addAndGet(Duration.ofSeconds(31).toNanos());
            assertThat(database.connection()).isSameAs(first);

            first.close();
            now.addAndGet(Duration.ofSeconds(30).toNanos());
            assertThat(database.connection()).isSameAs(first);

            now.addAndGet(Duration.ofSeconds(31).toNanos());
            assertThat(database.connection()).isNotSameAs(first);
            assertThat(database.connection().isValid(1)).isTrue();
        }
    }

    @Test
    void aRefusedPasswordIsNotTriedAgain() {
        driver.state = "28P01";
        asked("", "", Map.of(), 4);

        assertThat(driver.asked).hasSize(1);
    }
}
