// SPDX-License-Identifier: Apache-2.0
/**
 * Records what a real Debezium writes for each type and each kind of change, so that the transform can be tested with it without servers.
 *
 * <p>The recordings lie in {@code smt-flatten-cdc/src/test/resources}; CONTRIBUTING.md has the commands that make them anew.
 */
@NullMarked
package dev.sluice.devstack.recording;

import org.jspecify.annotations.NullMarked;
