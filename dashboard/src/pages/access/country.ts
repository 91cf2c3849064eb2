/** The countries of the five languages by their time zones; elsewhere the server's own choice stays. */
const COUNTRIES: Record<string, string> = {
  'Europe/Rome': 'IT',
  'America/Sao_Paulo': 'BR',
  'America/Bahia': 'BR',
  'America/Fortaleza': 'BR',
  'America/Manaus': 'BR',
  'Europe/Lisbon': 'PT',
  'Africa/Luanda': 'AO',
  'Africa/Maputo': 'MZ',
  'Asia/Jakarta': 'ID',
  'Asia/Makassar': 'ID',
  'Asia/Jayapura': 'ID',
  'Europe/Madrid': 'ES',
  'America/Mexico_City': 'MX',
  'America/Bogota': 'CO',
  'America/Argentina/Buenos_Aires': 'AR',
  'America/Santiago': 'CL',
  'America/Lima': 'PE',
  'Europe/London': 'GB',
  'America/New_York': 'US',
};

export function countryHere(): { defaultCountry?: string } {
  const country = COUNTRIES[Intl.DateTimeFormat().resolvedOptions().timeZone];
  return country ? { defaultCountry: country } : {};
}
