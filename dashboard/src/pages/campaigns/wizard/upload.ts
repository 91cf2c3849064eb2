import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../api/client';
import { perform, type Deed } from '../../../api/deed';
import { addRecipients } from '../../../api/deeds';
import type { FirstLook, Import } from '../../../api/types/imports';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Of a text file its beginning tells how it is to be read; a spreadsheet cannot be read in part, nor a file known again. */
const BEGINNING = 256 * 1024;
const MOST_LOOKED_AT = 16 * 1024 * 1024;

/** How a file is to be read, where it was said; what is left out is found out by the server. */
export interface Reading {
  phoneColumn?: string;
  charset?: string;
  delimiter?: string;
  header?: boolean;
  country?: string;
  /** Whether text that was read wrongly once is put right. */
  repair?: boolean;
}

/** Everything is found out. */
export const NOTHING_SAID: Reading = {};

function isSheet(file: File): boolean {
  return file.name.toLowerCase().endsWith('.xlsx');
}

/** A spreadsheet that is too large to be looked at before it is read. */
export function isUnseen(file: File): boolean {
  return isSheet(file) && file.size > MOST_LOOKED_AT;
}

function typeOf(file: File): string {
  return isSheet(file) ? XLSX : 'text/csv';
}

function query(values: object): URLSearchParams {
  const search = new URLSearchParams();
  Object.entries(values).forEach(([name, value]) => value !== undefined && search.set(name, String(value)));
  return search;
}

/** How the server would read the file like this. */
export function useFirstLook(id: string, file: File, reading: Reading) {
  return useQuery({
    queryKey: ['look', id, file.name, file.size, file.lastModified, reading],
    queryFn: () =>
      call<FirstLook>(
        'POST',
        `/api/v1/campaigns/${id}/recipients/look?${query(reading)}`,
        isSheet(file) || (reading === NOTHING_SAID && file.size <= MOST_LOOKED_AT) ? file : file.slice(0, BEGINNING),
        { type: typeOf(file) },
      ),
    enabled: !isUnseen(file),
    staleTime: Infinity,
    placeholderData: (before) => before,
  });
}

/** A file on its way into a draft. */
export interface Upload {
  file: File;
  reading: Reading;
  /** An earlier import whose refused rows this file stands for. */
  mends?: number;
}

/** What reads a file into a draft. */
export function uploadDeed(id: string, { file, reading, mends }: Upload): Deed<Import> {
  return addRecipients(id, file, typeOf(file), query({ ...reading, mends, fileName: file.name }));
}

/** Reads a file into the draft. */
export function useUpload(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (upload: Upload) => perform(uploadDeed(id, upload)),
    onSettled: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['campaigns'] }),
        queries.invalidateQueries({ queryKey: ['draft', id] }),
      ]);
    },
  });
}
