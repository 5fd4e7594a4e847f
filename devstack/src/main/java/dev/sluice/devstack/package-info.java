// SPDX-License-Identifier: Apache-2.0
/**
 * A Kafka broker, stock Connect workers, an object store and PostgreSQL on this machine, each a process of its own.
 *
 * <p>Start at {@link dev.sluice.devstack.DevStack}. Every server can be used without it too, and dies with this JVM however
 * that ends. Linux and macOS.
 */
@NullMarked
package dev.sluice.devstack;

import org.jspecify.annotations.NullMarked;
