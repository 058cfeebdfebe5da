package org.postern.triggers.host;

import java.util.Optional;

/**
 * A field that a script changed.
 *
 * @param issue number of the issue; 0 for one that is being created
 * @param field name of the field
 * @param value the new value as text; empty where the field was emptied
 */
public record FieldChange(int issue, String field, Optional<String> value) {}
