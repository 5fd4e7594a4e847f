// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.sluice.connect.commons.errors;

import org.jspecify.annotations.NullMarked;
