// SPDX-License-Identifier: Apache-2.0
/**
 * What workers of Kafka 4.1 and newer offer a plugin beyond older ones.
 */
@NullMarked
package dev.sluice.connect.worker;

import org.jspecify.annotations.NullMarked;
