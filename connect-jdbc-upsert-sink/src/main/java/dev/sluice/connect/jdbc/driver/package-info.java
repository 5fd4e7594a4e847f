// SPDX-License-Identifier: Apache-2.0
/**
 * What a driver says beyond {@code java.sql}. The only package that knows the classes of one.
 */
@NullMarked
package dev.sluice.connect.jdbc.driver;

import org.jspecify.annotations.NullMarked;
