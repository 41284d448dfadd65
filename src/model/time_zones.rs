//! The time zone names the API uses: those of Rails (`ActiveSupport::TimeZone::MAPPING`).

/// Each with the zone of the IANA database that it is.
static ZONES: &[(&str, &str)] = &[
    ("Abu Dhabi", "Asia/Muscat"),
    ("Adelaide", "Australia/Adelaide"),
    ("Alaska", "America/Juneau"),
    ("Almaty", "Asia/Almaty"),
    ("American Samoa", "Pacific/Pago_Pago"),
    ("Amsterdam", "Europe/Amsterdam"),
    ("Arizona", "America/Phoenix"),
    ("Astana", "Asia/Dhaka"),
    ("Athens", "Europe/Athens"),
    ("Atlantic Time (Canada)", "America/Halifax"),
    ("Auckland", "Pacific/Auckland"),
    ("Azores", "Atlantic/Azores"),
    ("Baghdad", "Asia/Baghdad"),
    ("Baku", "Asia/Baku"),
    ("Bangkok", "Asia/Bangkok"),
    ("Beijing", "Asia/Shanghai"),
    ("Belgrade", "Europe/Belgrade"),
    ("Berlin", "Europe/Berlin"),
    ("Bern", "Europe/Zurich"),
    ("Bogota", "America/Bogota"),
    ("Brasilia", "America/Sao_Paulo"),
    ("Bratislava", "Europe/Bratislava"),
    ("Brisbane", "Australia/Brisbane"),
    ("Brussels", "Europe/Brussels"),
    ("Bucharest", "Europe/Bucharest"),
    ("Budapest", "Europe/Budapest"),
    ("Buenos Aires", "America/Argentina/Buenos_Aires"),
    ("Cairo", "Africa/Cairo"),
    ("Canberra", "Australia/Melbourne"),
    ("Cape Verde Is.", "Atlantic/Cape_Verde"),
    ("Caracas", "America/Caracas"),
    ("Casablanca", "Africa/Casablanca"),
    ("Central America", "America/Guatemala"),
    ("Central Time (US & Canada)", "America/Chicago"),
    ("Chatham Is.", "Pacific/Chatham"),
    ("Chennai", "Asia/Kolkata"),
    ("Chihuahua", "America/Chihuahua"),
    ("Chongqing", "Asia/Chongqing"),
    ("Copenhagen", "Europe/Copenhagen"),
    ("Darwin", "Australia/Darwin"),
    ("Dhaka", "Asia/Dhaka"),
    ("Dublin", "Europe/Dublin"),
    ("Eastern Time (US & Canada)", "America/New_York"),
    ("Edinburgh", "Europe/London"),
    ("Ekaterinburg", "Asia/Yekaterinburg"),
    ("Fiji", "Pacific/Fiji"),
    ("Georgetown", "America/Guyana"),
    ("Greenland", "America/Godthab"),
    ("Guadalajara", "America/Mexico_City"),
    ("Guam", "Pacific/Guam"),
    ("Hanoi", "Asia/Bangkok"),
    ("Harare", "Africa/Harare"),
    ("Hawaii", "Pacific/Honolulu"),
    ("Helsinki", "Europe/Helsinki"),
    ("Hobart", "Australia/Hobart"),
    ("Hong Kong", "Asia/Hong_Kong"),
    ("Indiana (East)", "America/Indiana/Indianapolis"),
    ("International Date Line West", "Pacific/Midway"),
    ("Irkutsk", "Asia/Irkutsk"),
    ("Islamabad", "Asia/Karachi"),
    ("Istanbul", "Europe/Istanbul"),
    ("Jakarta", "Asia/Jakarta"),
    ("Jerusalem", "Asia/Jerusalem"),
    ("Kabul", "Asia/Kabul"),
    ("Kaliningrad", "Europe/Kaliningrad"),
    ("Kamchatka", "Asia/Kamchatka"),
    ("Karachi", "Asia/Karachi"),
    ("Kathmandu", "Asia/Kathmandu"),
    ("Kolkata", "Asia/Kolkata"),
    ("Krasnoyarsk", "Asia/Krasnoyarsk"),
    ("Kuala Lumpur", "Asia/Kuala_Lumpur"),
    ("Kuwait", "Asia/Kuwait"),
    ("Kyiv", "Europe/Kiev"),
    ("La Paz", "America/La_Paz"),
    ("Lima", "America/Lima"),
    ("Lisbon", "Europe/Lisbon"),
    ("Ljubljana", "Europe/Ljubljana"),
    ("London", "Europe/London"),
    ("Madrid", "Europe/Madrid"),
    ("Magadan", "Asia/Magadan"),
    ("Marshall Is.", "Pacific/Majuro"),
    ("Mazatlan", "America/Mazatlan"),
    ("Melbourne", "Australia/Melbourne"),
    ("Mexico City", "America/Mexico_City"),
    ("Mid-Atlantic", "Atlantic/South_Georgia"),
    ("Midway Island", "Pacific/Midway"),
    ("Minsk", "Europe/Minsk"),
    ("Monrovia", "Africa/Monrovia"),
    ("Monterrey", "America/Monterrey"),
    ("Montevideo", "America/Montevideo"),
    ("Moscow", "Europe/Moscow"),
    ("Mountain Time (US & Canada)", "America/Denver"),
    ("Mumbai", "Asia/Kolkata"),
    ("Muscat", "Asia/Muscat"),
    ("Nairobi", "Africa/Nairobi"),
    ("New Caledonia", "Pacific/Noumea"),
    ("New Delhi", "Asia/Kolkata"),
    ("Newfoundland", "America/St_Johns"),
    ("Novosibirsk", "Asia/Novosibirsk"),
    ("Nuku'alofa", "Pacific/Tongatapu"),
    ("Osaka", "Asia/Tokyo"),
    ("Pacific Time (US & Canada)", "America/Los_Angeles"),
    ("Paris", "Europe/Paris"),
    ("Perth", "Australia/Perth"),
    ("Port Moresby", "Pacific/Port_Moresby"),
    ("Prague", "Europe/Prague"),
    ("Pretoria", "Africa/Johannesburg"),
    ("Puerto Rico", "America/Puerto_Rico"),
    ("Quito", "America/Lima"),
    ("Rangoon", "Asia/Rangoon"),
    ("Riga", "Europe/Riga"),
    ("Riyadh", "Asia/Riyadh"),
    ("Rome", "Europe/Rome"),
    ("Samara", "Europe/Samara"),
    ("Samoa", "Pacific/Apia"),
    ("Santiago", "America/Santiago"),
    ("Sapporo", "Asia/Tokyo"),
    ("Sarajevo", "Europe/Sarajevo"),
    ("Saskatchewan", "America/Regina"),
    ("Seoul", "Asia/Seoul"),
    ("Singapore", "Asia/Singapore"),
    ("Skopje", "Europe/Skopje"),
    ("Sofia", "Europe/Sofia"),
    ("Solomon Is.", "Pacific/Guadalcanal"),
    ("Srednekolymsk", "Asia/Srednekolymsk"),
    ("Sri Jayawardenepura", "Asia/Colombo"),
    ("St. Petersburg", "Europe/Moscow"),
    ("Stockholm", "Europe/Stockholm"),
    ("Sydney", "Australia/Sydney"),
    ("Taipei", "Asia/Taipei"),
    ("Tallinn", "Europe/Tallinn"),
    ("Tashkent", "Asia/Tashkent"),
    ("Tbilisi", "Asia/Tbilisi"),
    ("Tehran", "Asia/Tehran"),
    ("Tijuana", "America/Tijuana"),
    ("Tokelau Is.", "Pacific/Fakaofo"),
    ("Tokyo", "Asia/Tokyo"),
    ("UTC", "Etc/UTC"),
    ("Ulaanbaatar", "Asia/Ulaanbaatar"),
    ("Urumqi", "Asia/Urumqi"),
    ("Vienna", "Europe/Vienna"),
    ("Vilnius", "Europe/Vilnius"),
    ("Vladivostok", "Asia/Vladivostok"),
    ("Volgograd", "Europe/Volgograd"),
    ("Warsaw", "Europe/Warsaw"),
    ("Wellington", "Pacific/Auckland"),
    ("West Central Africa", "Africa/Algiers"),
    ("Yakutsk", "Asia/Yakutsk"),
    ("Yerevan", "Asia/Yerevan"),
    ("Zagreb", "Europe/Zagreb"),
    ("Zurich", "Europe/Zurich"),
];

pub fn names() -> impl Iterator<Item = &'static str> {
    ZONES.iter().map(|(name, _)| *name)
}

pub fn is_time_zone(name: &str) -> bool {
    iana(name).is_some()
}

/// The zone of the IANA database that a name means.
pub fn iana(name: &str) -> Option<&'static str> {
    let at = ZONES.binary_search_by_key(&name, |(name, _)| *name).ok()?;
    ZONES.get(at).map(|(_, iana)| *iana)
}

/// Zones of the IANA database that no city of that name is here, and the one whose clocks go alike.
pub static OF_IANA: &[(&str, &str)] = &[
    ("Africa/Algiers", "West Central Africa"),
    ("Africa/Johannesburg", "Pretoria"),
    ("Africa/Lagos", "West Central Africa"),
    ("America/Anchorage", "Alaska"),
    ("America/Argentina/Buenos_Aires", "Buenos Aires"),
    ("America/Chicago", "Central Time (US & Canada)"),
    ("America/Denver", "Mountain Time (US & Canada)"),
    ("America/Detroit", "Eastern Time (US & Canada)"),
    ("America/Edmonton", "Mountain Time (US & Canada)"),
    ("America/Halifax", "Atlantic Time (Canada)"),
    ("America/Indiana/Indianapolis", "Indiana (East)"),
    ("America/Juneau", "Alaska"),
    ("America/Los_Angeles", "Pacific Time (US & Canada)"),
    ("America/New_York", "Eastern Time (US & Canada)"),
    ("America/Phoenix", "Arizona"),
    ("America/Regina", "Saskatchewan"),
    ("America/Sao_Paulo", "Brasilia"),
    ("America/St_Johns", "Newfoundland"),
    ("America/Toronto", "Eastern Time (US & Canada)"),
    ("America/Vancouver", "Pacific Time (US & Canada)"),
    ("America/Winnipeg", "Central Time (US & Canada)"),
    ("Asia/Calcutta", "New Delhi"),
    ("Asia/Dubai", "Abu Dhabi"),
    ("Asia/Ho_Chi_Minh", "Bangkok"),
    ("Asia/Kolkata", "New Delhi"),
    ("Asia/Manila", "Singapore"),
    ("Asia/Shanghai", "Beijing"),
    ("Asia/Yangon", "Rangoon"),
    ("Atlantic/Cape_Verde", "Cape Verde Is."),
    ("Etc/GMT", "UTC"),
    ("Etc/UTC", "UTC"),
    ("Europe/Kiev", "Kyiv"),
    ("Europe/Luxembourg", "Brussels"),
    ("Europe/Oslo", "Copenhagen"),
    ("GMT", "UTC"),
    ("Pacific/Apia", "Samoa"),
    ("Pacific/Chatham", "Chatham Is."),
    ("Pacific/Fakaofo", "Tokelau Is."),
    ("Pacific/Guadalcanal", "Solomon Is."),
    ("Pacific/Honolulu", "Hawaii"),
    ("Pacific/Majuro", "Marshall Is."),
    ("Pacific/Pago_Pago", "American Samoa"),
    ("Pacific/Tongatapu", "Nuku'alofa"),
    ("US/Central", "Central Time (US & Canada)"),
    ("US/Eastern", "Eastern Time (US & Canada)"),
    ("US/Mountain", "Mountain Time (US & Canada)"),
    ("US/Pacific", "Pacific Time (US & Canada)"),
];

/// The name here of a zone of the IANA database.
pub fn of_iana(name: &str) -> Option<&'static str> {
    let listed = OF_IANA.iter().find(|(iana, _)| iana.eq_ignore_ascii_case(name));
    let city = || {
        let city = name.rsplit('/').next()?.replace('_', " ");
        names().find(|zone| zone.eq_ignore_ascii_case(&city))
    };
    listed.map(|(_, zone)| *zone).or_else(city)
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_sorted() {
        assert!(super::ZONES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn every_name_means_a_zone_that_has_rules() {
        for (name, iana) in super::ZONES {
            assert!(jiff::tz::TimeZone::get(iana).is_ok(), "{name}: {iana}");
        }
    }

    #[test]
    fn every_zone_of_iana_leads_to_one_that_is_known() {
        for (iana, zone) in super::OF_IANA {
            assert!(super::is_time_zone(zone), "{iana}: {zone}");
        }
        assert_eq!(super::of_iana("America/New_York"), Some("Eastern Time (US & Canada)"));
        assert_eq!(super::of_iana("europe/berlin"), Some("Berlin"));
        assert_eq!(super::of_iana("Mars/Olympus_Mons"), None);
    }
}
