// SPDX-License-Identifier: Apache-2.0
/** Conditions on change events, for the {@code predicate} of any transform; {@code docs/reference/predicates.md} shows each in use. */
@NullMarked
package dev.sluice.connect.transforms.predicates;

import org.jspecify.annotations.NullMarked;
