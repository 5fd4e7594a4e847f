// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import java.sql.Driver;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDBC drivers in the plugin's folder.
 *
 * <p>Found by the plugin's own class loader. {@code DriverManager} would look with the worker's, to which a plugin's drivers are hidden.
 */
final class Drivers {
    private static final Logger log = LoggerFactory.getLogger(Drivers.class);

    /**
     * Whether MariaDB's driver logs nothing. It would log each error of the server, and with it the values of rows that those name.
     */
    private static final String NO_LOG_OF_MARIADB = "mariadb.logging.disable";

    private Drivers() {}

    /** @throws ConfigException if there is none for the URL, which it does not repeat: it may hold a password */
    static synchronized Driver of(String url) {
        if (System.getProperty(NO_LOG_OF_MARIADB) != null) {
            return find(url);
        }
        // The driver reads it once, when it is first asked about a URL. One task at a time, so that none takes it back
        // too early. It does not stay: users of another plugin's driver may want that log.
        System.setProperty(NO_LOG_OF_MARIADB, "true");
        try {
            return find(url);
        } finally {
            System.clearProperty(NO_LOG_OF_MARIADB);
        }
    }

    private static Driver find(String url) {
        Iterator<Driver> drivers =
                ServiceLoader.load(Driver.class, Drivers.class.getClassLoader()).iterator();
        while (true) {
            try {
                if (!drivers.hasNext()) {
                    throw new ConfigException(
                            "no JDBC driver takes connection.url. PostgreSQL's and MariaDB's are here, and read URLs such as"
                                    + " jdbc:postgresql://host:port/database and jdbc:mariadb://host:port/database (for MySQL as"
                                    + " well). The jar of another database's driver belongs into the folder of this plugin");
                }
                Driver driver = drivers.next();
                if (accepts(driver, url)) {
                    return driver;
                }
            } catch (ServiceConfigurationError e) {
                // A jar that is broken must not keep us from the others.
                log.warn("A JDBC driver in the plugin's folder cannot be loaded", e);
            }
        }
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }
}
