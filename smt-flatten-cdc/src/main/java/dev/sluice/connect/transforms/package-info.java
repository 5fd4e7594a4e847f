// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.sluice.connect.transforms;

import org.jspecify.annotations.NullMarked;
