// SPDX-License-Identifier: Apache-2.0
/**
 * What records ask of rows, and what a batch of them comes to. Pure: no database, no clock.
 */
@NullMarked
package dev.sluice.connect.jdbc.change;

import org.jspecify.annotations.NullMarked;
