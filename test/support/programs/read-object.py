"""Reads DICOM objects with pydicom, by the standard alone, and prints what they say as a JSON array.

A second reader of what Hilum writes: it shares no code with it. Reports (PS3.16 TID 1500), segmentations
(PS3.3 A.51), and of any other object the header.
"""

import json
import sys

import pydicom


def code(sequence):
    item = sequence[0]
    return [item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning]


def children(item, value=None, scheme=None):
    for child in item.get('ContentSequence', []):
        if value is None:
            yield child
        elif 'ConceptNameCodeSequence' in child and code(child.ConceptNameCodeSequence)[:2] == [value, scheme]:
            yield child


def only(item, value, scheme):
    found = list(children(item, value, scheme))
    assert len(found) <= 1, 'more than one (%s, %s)' % (value, scheme)
    return found[0] if found else None


def text(item, value, scheme):
    found = only(item, value, scheme)
    if found is None:
        return None
    return str(found.TextValue if found.ValueType == 'TEXT' else found.UID)


def coded(item, value, scheme):
    found = only(item, value, scheme)
    return None if found is None else code(found.ConceptCodeSequence)


def coordinates(item):
    data = [float(number) for number in item.GraphicData]
    width = 3 if item.ValueType == 'SCOORD3D' else 2
    read = {
        'graphicType': str(item.GraphicType),
        'points': [data[at:at + width] for at in range(0, len(data), width)],
    }
    if width == 3:
        read['frameOfReferenceUid'] = str(item.ReferencedFrameOfReferenceUID)
    else:
        (image,) = [child for child in children(item) if child.ValueType == 'IMAGE']
        assert image.RelationshipType == 'SELECTED FROM'
        reference = image.ReferencedSOPSequence[0]
        read['image'] = str(reference.ReferencedSOPInstanceUID)
        if 'ReferencedFrameNumber' in reference:
            read['frame'] = int(reference.ReferencedFrameNumber)
    return read


def measurement(item):
    measured = item.MeasuredValueSequence[0]
    lines = [coordinates(child) for child in children(item) if child.ValueType in ('SCOORD', 'SCOORD3D')]
    return {
        'name': code(item.ConceptNameCodeSequence),
        'value': float(measured.NumericValue),
        'unit': code(measured.MeasurementUnitsCodeSequence),
        'derivation': coded(item, '121401', 'DCM'),
        'lines': lines,
    }


def group(item):
    site = only(item, '363698007', 'SCT')
    regions = [
        child
        for name in ('111030', '121231')
        for child in children(item, name, 'DCM')
    ]
    return {
        'template': str(item.ContentTemplateSequence[0].TemplateIdentifier),
        'trackingIdentifier': text(item, '112039', 'DCM'),
        'trackingUid': text(item, '112040', 'DCM'),
        'finding': coded(item, '121071', 'DCM'),
        'site': code(site.ConceptCodeSequence),
        'laterality': coded(site, '272741003', 'SCT'),
        'algorithm': [text(item, value, 'DCM') for value in ('111001', '111003', '122405', '111002')],
        'regionName': code(regions[0].ConceptNameCodeSequence) if regions else None,
        'regions': [coordinates(region) for region in regions],
        'sourceSeries': text(item, '121232', 'DCM'),
        'measurements': [measurement(child) for child in children(item) if child.ValueType == 'NUM'],
        'type': coded(item, 'nodule-type', '99HILUM'),
        'comment': text(item, '121106', 'DCM'),
    }


def walk(item, visit):
    for child in children(item):
        visit(child)
        walk(child, visit)


def report(dataset):
    measurements = only(dataset, '126010', 'DCM')
    texts = []
    walk(dataset, lambda item: texts.append(str(item.TextValue)) if item.ValueType == 'TEXT' else None)
    codes = []
    walk(dataset, lambda item: codes.append(code(item.ConceptCodeSequence)) if item.ValueType == 'CODE' else None)
    evidence = [
        str(reference.ReferencedSOPInstanceUID)
        for study in dataset.get('CurrentRequestedProcedureEvidenceSequence', [])
        for series in study.ReferencedSeriesSequence
        for reference in series.ReferencedSOPSequence
    ]
    return {
        'title': code(dataset.ConceptNameCodeSequence),
        'template': [str(item.TemplateIdentifier) for item in dataset.get('ContentTemplateSequence', [])],
        'flags': [dataset.CompletionFlag, dataset.VerificationFlag, dataset.PreliminaryFlag],
        'groups': [group(child) for child in children(measurements)] if measurements else [],
        'evidence': evidence,
        'texts': texts,
        'codes': codes,
    }


def frames(dataset):
    size = dataset.Rows * dataset.Columns
    bits = int.from_bytes(dataset.PixelData, 'little')
    shared = dataset.SharedFunctionalGroupsSequence[0]
    for index, own in enumerate(dataset.PerFrameFunctionalGroupsSequence):
        pixels = (bits >> (index * size)) & ((1 << size) - 1)
        source = own.DerivationImageSequence[0].SourceImageSequence[0]
        yield {
            'segment': int(own.SegmentIdentificationSequence[0].ReferencedSegmentNumber),
            'image': str(source.ReferencedSOPInstanceUID),
            'position': [float(number) for number in own.PlanePositionSequence[0].ImagePositionPatient],
            'orientation': [float(number) for number in shared.PlaneOrientationSequence[0].ImageOrientationPatient],
            'spacing': [float(number) for number in shared.PixelMeasuresSequence[0].PixelSpacing],
            'dimension': [int(value) for value in own.FrameContentSequence[0].DimensionIndexValues],
            'covered': [[at % dataset.Columns, at // dataset.Columns] for at in places(pixels)],
        }


def places(pixels):
    while pixels:
        lowest = pixels & -pixels
        yield lowest.bit_length() - 1
        pixels ^= lowest


def segmentation(dataset):
    return {
        'type': dataset.SegmentationType,
        'segments': [
            {
                'number': int(segment.SegmentNumber),
                'label': str(segment.SegmentLabel),
                'algorithm': [str(segment.SegmentAlgorithmType), str(segment.SegmentAlgorithmName)],
                'category': code(segment.SegmentedPropertyCategoryCodeSequence),
                'property': code(segment.SegmentedPropertyTypeCodeSequence),
                'site': code(segment.AnatomicRegionSequence),
                'laterality': code(segment.AnatomicRegionSequence[0].AnatomicRegionModifierSequence),
                'trackingIdentifier': str(segment.TrackingID),
                'trackingUid': str(segment.TrackingUID),
            }
            for segment in dataset.SegmentSequence
        ],
        'frames': list(frames(dataset)),
        'references': [
            str(reference.ReferencedSOPInstanceUID)
            for series in dataset.ReferencedSeriesSequence
            for reference in series.ReferencedInstanceSequence
        ],
        'pixelBytes': len(dataset.PixelData),
    }


def read_object(path):
    dataset = pydicom.dcmread(path)
    dataset.walk(lambda *_: None)
    read = {
        'sopClassUid': str(dataset.SOPClassUID),
        'seriesDescription': str(dataset.SeriesDescription),
        'seriesCode': code(dataset.SeriesDescriptionCodeSequence) if 'SeriesDescriptionCodeSequence' in dataset else None,
        'patientName': str(dataset.PatientName),
        'equipment': [str(item.ManufacturerModelName) for item in dataset.get('ContributingEquipmentSequence', [])],
        'replaces': [
            str(reference.ReferencedSOPInstanceUID)
            for study in dataset.get('PredecessorDocumentsSequence', [])
            for series in study.ReferencedSeriesSequence
            for reference in series.ReferencedSOPSequence
        ],
    }
    if dataset.Modality == 'SR':
        read['report'] = report(dataset)
    elif dataset.Modality == 'SEG':
        read['segmentation'] = segmentation(dataset)
    return read


json.dump([read_object(path) for path in sys.argv[1:]], sys.stdout)
