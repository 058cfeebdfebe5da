package org.postern.distribution.doctor;

import java.util.Optional;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.examination.Finding;

/**
 * A finding, and what the catalogue knows of it. Immutable.
 *
 * @param finding what was seen
 * @param diagnosis what it means; empty where nothing is wrong, and where the catalogue has no row
 * @param fix how it can be mended here; empty where it cannot
 */
public record DoctorFinding(Finding finding, Optional<Diagnosis> diagnosis, Optional<Fix> fix) {}
