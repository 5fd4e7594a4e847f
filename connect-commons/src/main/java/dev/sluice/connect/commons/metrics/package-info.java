// SPDX-License-Identifier: Apache-2.0
/**
 * What a task counts, for JMX.
 */
@NullMarked
package dev.sluice.connect.commons.metrics;

import org.jspecify.annotations.NullMarked;
