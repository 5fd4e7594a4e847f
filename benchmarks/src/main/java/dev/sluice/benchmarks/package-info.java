// SPDX-License-Identifier: Apache-2.0
/** Measures what the documentation claims; {@code benchmarks/README.md} has the command and the figures. */
@NullMarked
package dev.sluice.benchmarks;

import org.jspecify.annotations.NullMarked;
