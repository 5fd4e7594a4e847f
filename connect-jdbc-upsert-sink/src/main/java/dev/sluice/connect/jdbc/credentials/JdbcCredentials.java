// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.credentials;

import org.apache.kafka.common.config.types.Password;

/**
 * As whom to connect.
 *
 * @param user empty to let the URL or the driver say
 * @param password empty for none; its text form is hidden
 */
public record JdbcCredentials(String user, Password password) {}
