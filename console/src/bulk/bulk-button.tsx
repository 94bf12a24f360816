import { useState } from 'react';
import { Button, Menu, type ButtonProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import { BulkDialog, type Wanted } from './bulk-dialog.tsx';
import type { BulkAction } from './run-bulk.tsx';

/** A button for one action on many runs; it asks first. */
export function BulkButton({
  action,
  wanted,
  label,
  onBegun,
  ...button
}: ButtonProps & { action: BulkAction; wanted: Wanted; label: string; onBegun?: () => void }) {
  const [asked, setAsked] = useState<BulkAction | null>(null);
  return (
    <>
      <Button size="xs" {...button} onClick={() => setAsked(action)}>
        {label}
      </Button>
      <BulkDialog
        action={asked}
        wanted={wanted}
        onClose={() => setAsked(null)}
        {...(onBegun && { onBegun })}
      />
    </>
  );
}

/** All actions on what a list's filter finds, shown or not. */
export function BulkMenu({ wanted }: { wanted: Wanted }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<BulkAction | null>(null);
  const actions: BulkAction[] = ['retry', 'cancel', 'repeat'];
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="default" rightSection={<Icon name="down" size={14} />}>
            {t('bulk/all')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {actions.map((action) => (
            <Menu.Item key={action} onClick={() => setAsked(action)}>
              {t(`bulk/title/${action}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <BulkDialog action={asked} wanted={wanted} onClose={() => setAsked(null)} />
    </>
  );
}
