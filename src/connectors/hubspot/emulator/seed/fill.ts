import type { Hub } from '../model/hub.ts';
import { jobTitles, regions } from './names.ts';
import { plant } from './plant.ts';

const perLine = 500;
const stages = [
  'subscriber',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
];

/** Adds many contacts at once, without events. Their addresses are `fill-<id>@example.com`. Returns the ids' range. */
export function fillContacts(hub: Hub, portal: number, count: number) {
  const sequence = `object/${portal}/0-1`;
  const first = hub.last(sequence) + 1;
  for (let done = 0; done < count; done += perLine) {
    hub.commit(() => {
      const now = hub.now();
      for (let place = done; place < Math.min(count, done + perLine); place++) {
        const number = first + place;
        const region = regions[number % regions.length]!;
        const values = {
          email: `fill-${number}@example.com`,
          firstname: region.firstNames[number % region.firstNames.length]!,
          lastname: region.lastNames[number % region.lastNames.length]!,
          jobtitle: jobTitles[number % jobTitles.length]!,
          city: region.cities[number % region.cities.length]!,
          country: region.country,
          lifecyclestage: stages[number % stages.length]!,
        };
        // A second apart, back from now, so that windows of time split them evenly.
        plant(hub, portal, '0-1', values, { createdAt: now - (count - place) * 1000 });
      }
    });
  }
  return { portal, count, firstId: String(first), lastId: String(hub.last(sequence)) };
}
