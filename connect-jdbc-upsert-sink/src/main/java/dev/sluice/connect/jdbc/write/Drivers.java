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

    private Drivers() {}

    /** @throws ConfigException if there is none for the URL, which it does not repeat: it may hold a password */
    static Driver of(String url) {
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
